package stator.storage.cassandra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.storage.Row;
import stator.storage.RowKey;

/** The snapshots that are open. */
final class Snapshots {
    /** Guarded by {@code this}; one is added only while no commit is under way. */
    private volatile List<KeptSnapshot> open = List.of();

    boolean areOpen() {
        return !open.isEmpty();
    }

    synchronized void add(KeptSnapshot snapshot) {
        List<KeptSnapshot> more = new ArrayList<>(open);
        more.add(snapshot);
        open = List.copyOf(more);
    }

    synchronized void remove(KeptSnapshot closed) {
        open = open.stream().filter(snapshot -> snapshot != closed).toList();
    }

    /** A row is about to be changed. */
    void keep(Spaces.Home home, RowKey key, Optional<Row> before) {
        for (KeptSnapshot snapshot : open) {
            snapshot.keep(home, key, before);
        }
    }

    /** Whether the rows of a home may still be read. */
    boolean use(Spaces.Home home) {
        return open.stream().anyMatch(snapshot -> snapshot.shows(home));
    }

    /** None is of any use afterwards. */
    void closeAll() {
        open.forEach(KeptSnapshot::close);
    }
}
