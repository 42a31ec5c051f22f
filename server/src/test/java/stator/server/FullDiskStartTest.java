package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.StoreException;
import stator.storage.rocksdb.Durability;
import stator.storage.rocksdb.RocksSettings;
import stator.storage.rocksdb.RocksStore;

/** A start with less room than is kept in reserve. */
class FullDiskStartTest {
    private static final Logger LOGGER = Logger.getLogger("stator.storage.rocksdb");

    private final List<String> warnings = new ArrayList<>();

    @Test
    void aStartOnAFullDiskWarnsAndWritesAreToldWhy(@TempDir Path directory) {
        start(directory.resolve("roomy"), 0);
        assertEquals(List.of(), warnings);
        start(directory.resolve("full"), Long.MAX_VALUE);
        assertEquals(1, warnings.size());
        assertTrue(warnings.getFirst().contains("is full"), warnings.getFirst());
    }

    private void start(Path directory, long reserveBytes) {
        Handler handler = new Collector();
        LOGGER.addHandler(handler);
        try (RocksStore store =
                RocksStore.open(
                        directory,
                        new RocksSettings(
                                new Durability.Always(), 1 << 20, 2 << 20, reserveBytes))) {
            if (reserveBytes > 0) {
                StoreException.Unavailable refused =
                        assertThrows(StoreException.Unavailable.class, () -> put(store));
                assertTrue(refused.forClients().contains("disk of the server is full"));
            }
        } finally {
            LOGGER.removeHandler(handler);
        }
    }

    private static void put(RocksStore store) {
        RowKey key = new RowKey(1, new byte[] {1}, (byte) 0, new byte[0]);
        store.update(
                List.of(key),
                (current, batch) -> {
                    batch.put(key, new Row(1, new byte[] {1}));
                    return null;
                });
    }

    private final class Collector extends Handler {
        @Override
        public void publish(LogRecord record) {
            warnings.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
