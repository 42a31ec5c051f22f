package stator.lambda.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * Our programs that connect handlers with the Runtime API, and the one that stands before them, as
 * files that interpreters can read.
 *
 * @param folder where they are
 * @param javaRuntime the folder of the jars of AWS's runtime interface client for Java
 */
record Bootstraps(Path folder, Path javaRuntime) {
    private static final List<String> FILES =
            List.of("bootstrap.py", "bootstrap.mjs", "bootstrap.rb", Warden.FILE);

    /** Writes them into a folder. */
    static Bootstraps writeTo(Path folder, Path javaRuntime) {
        try {
            Files.createDirectories(folder);
            for (String name : FILES) {
                try (InputStream in = Bootstraps.class.getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IllegalStateException("The build left out " + name);
                    }
                    Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            return new Bootstraps(folder, javaRuntime);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the folder for Java has any jar. */
    boolean hasJavaRuntime() {
        if (javaRuntime.toString().isEmpty() || !Files.isDirectory(javaRuntime)) {
            return false;
        }
        try (Stream<Path> files = Files.list(javaRuntime)) {
            return files.anyMatch(file -> file.toString().endsWith(".jar"));
        } catch (IOException e) {
            return false;
        }
    }
}
