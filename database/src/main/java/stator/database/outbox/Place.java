package stator.database.outbox;

import java.nio.ByteBuffer;
import java.util.Arrays;
import stator.database.row.Layout;
import stator.storage.RowKey;
import stator.storage.RowRange;

/** A partition of a table, with an outbox. */
record Place(int space, byte[] partition) {
    /** That of a row. */
    static Place of(RowKey row) {
        return new Place(row.space(), row.partition());
    }

    /** The row of its outbox with that version. */
    RowKey row(long version) {
        byte[] sort = ByteBuffer.allocate(Long.BYTES).putLong(version).array();
        return new RowKey(space, partition, Layout.OUTBOX_KIND, sort);
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
