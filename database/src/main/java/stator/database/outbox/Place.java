package stator.database.outbox;

import java.nio.ByteBuffer;
import java.util.Arrays;
import stator.database.row.Layout;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;

/** A partition of a table, with an outbox. */
record Place(int space, byte[] partition) {
    /** That of a row. */
    static Place of(RowKey row) {
        return new Place(row.space(), row.partition());
    }

    /** One of the places that belong to no table. */
    static Place spare(int number) {
        return new Place(
                Layout.OUTBOX_SPACE, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    /** The row of its outbox with that version. */
    RowKey row(long version) {
        byte[] sort = ByteBuffer.allocate(Long.BYTES).putLong(version).array();
        return new RowKey(space, partition, Layout.OUTBOX_KIND, sort);
    }

    /** The rows of its outbox up to a version are to be gone. */
    Store.Emptying upTo(long version) {
        byte[] end = ByteBuffer.allocate(Long.BYTES).putLong(version + 1).array();
        return new Store.Emptying(
                new RowRange(space, partition, Layout.OUTBOX_KIND, new byte[0], end, false),
                version);
    }

    /** All rows of its outbox, in the order of their versions. */
    RowRange outbox() {
        return RowRange.all(space, partition, Layout.OUTBOX_KIND, false);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Place place
                && space == place.space
                && Arrays.equals(partition, place.partition);
    }

    @Override
    public int hashCode() {
        return space * 31 + Arrays.hashCode(partition);
    }
}
