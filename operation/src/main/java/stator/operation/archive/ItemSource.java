package stator.operation.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import stator.database.TableSnapshot;
import stator.model.Item;

/** Where the items of a table come from: a snapshot, a backup, files of an import. */
@FunctionalInterface
interface ItemSource {
    /** Shows all items, one after the other, until the sink or the source fails. */
    void forEach(Sink sink) throws IOException;

    /** Takes items. */
    @FunctionalInterface
    interface Sink {
        void add(Item item) throws IOException;
    }

    /** The items of a snapshot. */
    static ItemSource of(TableSnapshot snapshot) {
        return sink -> {
            try {
                snapshot.forEach(item -> {
                    try {
                        sink.add(item);
                        return true;
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        };
    }
}
