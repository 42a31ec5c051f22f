package stator.database.outbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import stator.database.row.Layout;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.WriteBatch;
import stator.storage.WriteBatch.Change;

/**
 * A row of an outbox: the derived changes of one commit, beside what they follow from. {@code
 * docs/file-format.md} states the same.
 *
 * <p>Its version, which is also its sort key, is one of its own, given after those of its changes.
 * So a key is used once, and rows of one outbox are in the order in which commits were decided.
 */
record OutboxRow(RowKey key, Row row) {
    private static final byte FORMAT = 1;
    private static final byte PUT = 1;
    private static final byte DELETE = 0;

    /** How much several items leave in one row. An engine takes a few times that at once. */
    static final int BYTES_MAX = 4 << 20;

    /** What a change takes beside partition, sort and payload. */
    private static final int FIXED_BYTES = 2 + Long.BYTES + 4 * Integer.BYTES;

    /** The row for changes that follow from a commit in a partition. */
    static OutboxRow of(Place place, List<Change> derived, long version) {
        assert derived.stream().allMatch(change -> version(change) < version)
                : "A row of an outbox is older than what follows";
        return new OutboxRow(place.row(version), new Row(version, encode(derived)));
    }

    private static long version(Change change) {
        return switch (change) {
            case WriteBatch.Put put -> put.row().version();
            case WriteBatch.Delete delete -> delete.version();
        };
    }

    private static byte[] encode(List<Change> derived) {
        int bytes = 1 + derived.stream().mapToInt(OutboxRow::bytes).sum();
        ByteBuffer out = ByteBuffer.allocate(bytes).put(FORMAT);
        for (Change change : derived) {
            RowKey key = change.key();
            out.put(change instanceof WriteBatch.Put ? PUT : DELETE)
                    .putLong(version(change))
                    .putInt(key.space())
                    .put(key.kind());
            putBytes(key.partition(), out);
            putBytes(key.sort(), out);
            putBytes(change instanceof WriteBatch.Put put ? put.row().payload() : new byte[0], out);
        }
        assert !out.hasRemaining() : "A row of an outbox is larger than what is in it";
        return out.array();
    }

    private static int bytes(Change change) {
        RowKey key = change.key();
        int payload = change instanceof WriteBatch.Put put ? put.row().payload().length : 0;
        return FIXED_BYTES + key.partition().length + key.sort().length + payload;
    }

    /** Changes in parts, each of which fits in a row. */
    static List<List<Change>> parts(List<Change> derived) {
        List<List<Change>> parts = new ArrayList<>();
        int room = 0;
        for (Change change : derived) {
            int bytes = bytes(change);
            if (parts.isEmpty() || bytes > room) {
                parts.add(new ArrayList<>());
                room = BYTES_MAX;
            }
            parts.getLast().add(change);
            room -= bytes;
        }
        return parts;
    }

    private static void putBytes(byte[] bytes, ByteBuffer out) {
        out.putInt(bytes.length).put(bytes);
    }

    /** The changes that wait in it. */
    List<Change> changes() {
        ByteBuffer in = ByteBuffer.wrap(row.payload());
        byte format = in.get();
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "An outbox is in format "
                            + format
                            + ", and this version reads format "
                            + FORMAT
                            + ": open it with the version that wrote it or a newer one");
        }
        WriteBatch batch = new WriteBatch();
        while (in.hasRemaining()) {
            boolean isPut = in.get() == PUT;
            long version = in.getLong();
            int space = in.getInt();
            byte kind = in.get();
            RowKey changed = new RowKey(space, bytes(in), kind, bytes(in));
            byte[] payload = bytes(in);
            if (isPut) {
                batch.putDerived(changed, new Row(version, payload));
            } else {
                batch.deleteDerived(changed, version);
            }
        }
        return batch.changes();
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    /** The deletions of rows whose changes are made. */
    static List<Change> deletions(List<RowKey> rows) {
        WriteBatch batch = new WriteBatch();
        for (RowKey row : rows) {
            assert row.kind() == Layout.OUTBOX_KIND : "Not a row of an outbox: " + row;
            batch.deleteDerived(row, ByteBuffer.wrap(row.sort()).getLong());
        }
        return new ArrayList<>(batch.changes());
    }
}
