package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.ParameterException;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.rocksdb.RocksSettings;
import stator.storage.rocksdb.RocksStore;

class RepairCommandTest {
    @TempDir Path directory;

    @Test
    void doesWhatTheRefusalToStartSays() throws IOException {
        Path data = directory.resolve("data");
        damagedStore(data);
        String refusal =
                assertThrows(
                                StoreException.Corrupt.class,
                                () -> RocksStore.open(data, RocksSettings.DEFAULT))
                        .getMessage();
        String command = refusal.substring(refusal.indexOf("stator repair ") + 14);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        RepairCommand.run(command.split(" "), new PrintStream(output));
        assertTrue(output.toString().contains("The server can be started"), output.toString());
        RocksStore.open(data, RocksSettings.DEFAULT).close();
    }

    @Test
    void wantsAllItsOptions() {
        assertThrows(
                ParameterException.class,
                () -> RepairCommand.run(new String[] {"--data", "x"}, System.out));
    }

    /** Rows that are only in the log, and a flipped bit among them. */
    private void damagedStore(Path data) throws IOException {
        Path original = directory.resolve("original");
        try (Store store = RocksStore.open(original, RocksSettings.DEFAULT)) {
            for (byte i = 0; i < 10; i++) {
                RowKey key = new RowKey(1, new byte[] {i}, (byte) 0, new byte[0]);
                store.update(
                        List.of(key),
                        (current, batch) -> {
                            batch.put(key, new Row(1, new byte[100]));
                            return null;
                        });
            }
            copy(original, data);
        }
        try (Stream<Path> files = Files.list(data.resolve("db"))) {
            List<Path> logs = files.filter(file -> file.toString().endsWith(".log")).toList();
            assertEquals(1, logs.size());
            byte[] bytes = Files.readAllBytes(logs.getFirst());
            bytes[bytes.length / 2] ^= 1;
            Files.write(logs.getFirst(), bytes);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
