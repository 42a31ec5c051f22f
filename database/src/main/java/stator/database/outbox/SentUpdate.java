package stator.database.outbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import stator.storage.Update;
import stator.storage.WriteBatch;
import stator.storage.WriteBatch.Change;

/**
 * An update on its way, whose derived changes wait in an outbox. The places in which they may wait
 * have hints before it is sent.
 */
final class SentUpdate<R> {
    /** How many places of no table there are, for what does not fit in one row. */
    private static final int SPARE_PLACES = 256;

    private final Update<R> update;
    private final List<Place> places;
    private final LongSupplier versions;

    /** Of the last decision. */
    private List<Change> derived = List.of();

    /** Where they wait, if there are any. */
    private List<OutboxRow> outbox = List.of();

    /**
     * @param count of places: that of the first row, and some of no table. 0 if nothing may be
     *     derived
     */
    SentUpdate(Update<R> wanted, int count, LongSupplier versions) {
        this.versions = versions;
        places = places(Place.of(wanted.keys().getFirst()), count);
        update =
                new Update<>(
                        wanted.keys(),
                        (rows, batch) -> {
                            // The caller keeps the batch that it filled.
                            WriteBatch filled = new WriteBatch();
                            R result = wanted.decision().decide(rows, filled);
                            batch.addAll(filled);
                            enclose(batch);
                            return result;
                        });
    }

    private static List<Place> places(Place first, int count) {
        List<Place> places = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            places.add(
                    i == 0
                            ? first
                            : Place.spare(Math.floorMod(first.hashCode() + i, SPARE_PLACES)));
        }
        return places;
    }

    /** Whether it is about one row: what follows from that is not more than an engine takes. */
    static boolean isOfOne(Update<?> update) {
        return update.keys().size() == 1;
    }

    private void enclose(WriteBatch batch) {
        derived = batch.takeDerived();
        outbox = new ArrayList<>();
        if (derived.isEmpty()) {
            return;
        }
        List<List<Change>> parts = isOfOne(update) ? List.of(derived) : OutboxRow.parts(derived);
        if (parts.size() > places.size()) {
            throw new Unhinted(parts.size());
        }
        for (int i = 0; i < parts.size(); i++) {
            OutboxRow row = OutboxRow.of(places.get(i), parts.get(i), versions.getAsLong());
            outbox.add(row);
            batch.putWaiting(row.key(), row.row());
        }
    }

    /** Something is derived that needs more places: their hints have to come first. */
    static final class Unhinted extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int places;

        Unhinted(int places) {
            super("No hint yet", null, false, false);
            this.places = places;
        }

        int places() {
            return places;
        }
    }

    Update<R> update() {
        return update;
    }

    List<Place> places() {
        return places;
    }

    List<Change> derived() {
        return derived;
    }

    List<OutboxRow> outbox() {
        return outbox;
    }

    /** It was not committed: nothing follows. */
    void forget() {
        derived = List.of();
    }
}
