package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** How the scripts choose among the Javas of a machine; the ones here are made up. */
@DisabledOnOs(OS.WINDOWS)
class FindJavaTest {
    private static final Path SCRIPT = Path.of("src/distribution/bin/find-java.sh");

    @TempDir private Path home;

    @Test
    void takesJavaHomeIfItIsNewEnough() throws Exception {
        Path chosen = jdk(home.resolve("chosen"), "21.0.2");
        jdk(sdkman("newer"), "98.0.1");
        assertEquals("21 " + chosen, find(chosen, "java"));
    }

    @Test
    void takesTheNewestIfJavaHomeIsTooOld() throws Exception {
        jdk(sdkman("older"), "97-ea");
        Path newest = jdk(sdkman("newest"), "98.0.1");
        Path old = jdk(home.resolve("old"), "1.8.0_292");
        assertEquals("98 " + newest, find(old, "java"));
    }

    @Test
    void wantsACompilerForBuilding() throws Exception {
        Path jdk = jdk(sdkman("jdk"), "97");
        Path runtime = jdk(sdkman("runtime"), "98");
        Files.delete(runtime.resolve("bin/javac"));
        assertEquals("97 " + jdk, find(runtime, "javac"));
        assertEquals("98 " + runtime, find(runtime, "java"));
    }

    @Test
    void passesOverWhatIsNoJava() throws Exception {
        Files.createDirectories(sdkman("empty"));
        jdk(sdkman("nonsense"), "nonsense");
        Path good = jdk(sdkman("with a blank"), "98");
        assertEquals("98 " + good, find(home, "java"));
    }

    private Path sdkman(String name) {
        return home.resolve(".sdkman/candidates/java").resolve(name);
    }

    private static Path jdk(Path folder, String version) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("java", "javac")) {
            Path file = Files.createFile(folder.resolve("bin").resolve(tool));
            file.toFile().setExecutable(true);
        }
        Files.writeString(
                folder.resolve("release"),
                "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"\n");
        return folder;
    }

    private String find(Path javaHome, String tool) throws Exception {
        String commands =
                "set -eu; . "
                        + SCRIPT.toAbsolutePath()
                        + "; find_java "
                        + tool
                        + " && echo \"$java_feature $java_home\"";
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", commands);
        shell.environment().put("JAVA_HOME", javaHome.toString());
        shell.environment().put("HOME", home.toString());
        Process process = shell.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output.strip();
    }
}
