package stator.operation.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import stator.database.item.ItemVisitor;
import stator.database.item.TableSnapshot;
import stator.model.Item;

/** Where the items of a table come from: a snapshot, a backup, files of an import. */
@FunctionalInterface
public interface ItemSource {
    /** Shows all items, one after the other, until the sink or the source fails. */
    void forEach(Sink sink) throws IOException;

    /** Takes items. */
    @FunctionalInterface
    interface Sink {
        void add(Item item) throws IOException;
    }

    /** The items of a snapshot. */
    static ItemSource of(TableSnapshot snapshot) {
        return sink -> show(sink, snapshot::forEach);
    }

    /** The items of a snapshot as they stood at a time before. */
    static ItemSource at(TableSnapshot snapshot, long millis) {
        return sink -> show(sink, visitor -> snapshot.forEachAt(millis, visitor));
    }

    private static void show(Sink sink, Consumer<ItemVisitor> walk) throws IOException {
        try {
            walk.accept(item -> {
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
    }
}
