package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;
import stator.storage.Store;

/** Runs a main class of these tests in a JVM of its own, so that it can be killed or tricked. */
final class ChildProcess {
    private ChildProcess() {}

    static Process start(
            Class<?> main, Path temporary, Map<String, String> environment, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xshare:auto");
        command.add("-cp");
        command.add(classPath());
        command.add(main.getName());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        // RocksDB unpacks its library there; killed processes would leave one copy each in /tmp.
        builder.environment().put("ROCKSDB_SHAREDLIB_DIR", temporary.toString());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String classPath() {
        Stream<Path> parts =
                Stream.of(Store.class, RocksStore.class, RocksDB.class)
                        .map(type -> type.getProtectionDomain().getCodeSource())
                        .map(ChildProcess::path);
        return Stream.concat(parts, Stream.of(Path.of("target/test-classes").toAbsolutePath()))
                .map(Path::toString)
                .collect(Collectors.joining(":"));
    }

    private static Path path(CodeSource source) {
        return Path.of(source.getLocation().getPath());
    }
}
