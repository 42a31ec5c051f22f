package stator.storage.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.WriteBatch;

/** What all contracts have in common: an empty store for each test, and short words for its use. */
public abstract class StoreContract {
    protected static final int SPACE = 3;
    protected static final byte KIND = 0;
    protected static final byte OTHER_KIND = 1;

    /** Open during each test. */
    protected Store store;

    /** Opens an empty store. */
    protected abstract Store openEmpty();

    @BeforeEach
    void open() {
        store = openEmpty();
    }

    @AfterEach
    void close() {
        store.close();
    }

    protected static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    protected static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    protected static RowKey key(String partition, String sort) {
        return new RowKey(SPACE, bytes(partition), KIND, bytes(sort));
    }

    protected static Row row(long version, String payload) {
        return new Row(version, bytes(payload));
    }

    /** The place of a row's partition in the order of scans. */
    protected final long token(RowKey key) {
        return store.token(key.space(), key.partition());
    }

    protected void put(RowKey key, Row row) {
        store.update(
                List.of(key),
                (current, batch) -> {
                    batch.put(key, row);
                    return null;
                });
    }

    protected void put(RowKey key, String payload) {
        put(key, row(1, payload));
    }

    protected void delete(RowKey key) {
        store.update(
                List.of(key),
                (current, batch) -> {
                    batch.delete(key);
                    return null;
                });
    }

    protected Optional<String> get(RowKey key) {
        return store.get(key, Consistency.STRONG).map(row -> text(row.payload()));
    }

    /** The number in a row, 0 if there is no row. */
    protected static long number(Optional<Row> row) {
        return row.map(found -> Long.parseLong(text(found.payload()))).orElse(0L);
    }

    protected static void putNumber(WriteBatch batch, RowKey key, long version, long number) {
        batch.put(key, row(version, Long.toString(number)));
    }

    /** The rows of a range, each as {@code sort=payload}. */
    protected List<String> range(RowRange range) {
        List<String> rows = new ArrayList<>();
        store.range(
                range,
                Consistency.STRONG,
                (key, row) -> rows.add(text(key.sort()) + "=" + text(row.payload())));
        return rows;
    }

    /** The keys of the rows of a scan. */
    protected List<RowKey> scan(SpaceScan scan) {
        List<RowKey> keys = new ArrayList<>();
        store.scan(scan, Consistency.STRONG, (key, row) -> keys.add(key));
        return keys;
    }
}
