package stator.database.outbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.WriteBatch;
import stator.storage.WriteBatch.Change;

/**
 * What says in the store in which places rows of an outbox may lie, so that who opens it after a
 * crash need not look everywhere.
 *
 * <p><em>Invariant: whenever a row of an outbox lies in a place, a hint of it lies in the
 * store.</em> A hint is written before the first commit, and taken away when the place was left
 * alone for a while and its rows are gone. Hints are derived rows themselves, and their versions
 * are taken while {@link #lock} is held: so a hint that is written anew counts, in whatever order
 * it and the removal of the one before arrive. A process writes hints of its own number, which no
 * other has, so that the clocks of two servers play no part.
 */
final class Hints {
    /** How long a hint stays after its last use: writers of one partition share it. */
    static final long KEPT_NANOS = 2_000_000_000L;

    /** Among so many partitions hints are spread. */
    private static final int LANES = 16;

    private static final byte[] NONE = {};

    private final Store store;
    private final LongSupplier versions;

    /** How often the database was opened. */
    private final long opening;

    private final Object lock = new Object();

    /** Guarded by {@link #lock}. */
    private final Map<Place, Hint> hints = new HashMap<>();

    /** Places whose outbox somebody has to look at. Guarded by {@link #lock}. */
    private final Set<Place> left = new HashSet<>();

    /** What is known of a place. */
    private static final class Hint {
        private int users;
        private boolean isWritten;
        private long usedNanos;

        /** Rows of the outbox whose changes are made. */
        private final List<RowKey> carried = new ArrayList<>();
    }

    private Hints(Store store, LongSupplier versions, long opening) {
        this.store = store;
        this.versions = versions;
        this.opening = opening;
    }

    /** Hints of a process that has no others yet. */
    static Hints begin(Store store, LongSupplier versions) {
        RowKey row = new RowKey(Layout.OUTBOX_SPACE, NONE, Layout.OPENINGS_KIND, NONE);
        long opening =
                store.update(
                        List.of(row),
                        (rows, batch) -> {
                            long next = rows.getFirst().map(Hints::number).orElse(0L) + 1;
                            byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(next).array();
                            batch.put(row, new Row(versions.getAsLong(), payload));
                            return next;
                        });
        return new Hints(store, versions, opening);
    }

    private static long number(Row row) {
        return ByteBuffer.wrap(row.payload()).getLong();
    }

    /** A hint that lies in the store: its row, and the place that it names. */
    record Found(RowKey row, Row value) {
        Place place() {
            ByteBuffer sort = ByteBuffer.wrap(row.sort());
            sort.getLong();
            int space = sort.getInt();
            byte[] partition = new byte[sort.remaining()];
            sort.get(partition);
            return new Place(space, partition);
        }
    }

    /** All hints, whoever wrote them. */
    static List<Found> all(Store store) {
        List<Found> found = new ArrayList<>();
        RowPage.forEach(
                store,
                Layout.OUTBOX_SPACE,
                Layout.HINT_KIND,
                (key, row) -> found.add(new Found(key, row)));
        return found;
    }

    /** Takes hints away whose places have nothing in their outbox. */
    static void forget(Store store, List<Found> found) {
        WriteBatch batch = new WriteBatch();
        found.forEach(hint -> batch.deleteDerived(hint.row(), hint.value().version()));
        DerivedChanges.make(store, batch.changes());
    }

    private RowKey row(Place place) {
        byte[] lane = {(byte) Math.floorMod(place.hashCode(), LANES)};
        byte[] sort =
                ByteBuffer.allocate(Long.BYTES + Integer.BYTES + place.partition().length)
                        .putLong(opening)
                        .putInt(place.space())
                        .put(place.partition())
                        .array();
        return new RowKey(Layout.OUTBOX_SPACE, lane, Layout.HINT_KIND, sort);
    }

    /** Makes sure that there are hints of places; {@link #leave} ends that. */
    void enter(Collection<Place> places) {
        WriteBatch missing = new WriteBatch();
        synchronized (lock) {
            for (Place place : places) {
                Hint hint = hints.computeIfAbsent(place, p -> new Hint());
                hint.users++;
                if (!hint.isWritten) {
                    missing.putDerived(row(place), new Row(versions.getAsLong(), NONE));
                }
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        try {
            DerivedChanges.make(store, missing.changes());
        } catch (RuntimeException e) {
            leave(places);
            throw e;
        }
        synchronized (lock) {
            places.forEach(place -> hints.get(place).isWritten = true);
        }
    }

    /** Nothing is committed in these places any longer by who entered them. */
    void leave(Collection<Place> places) {
        synchronized (lock) {
            for (Place place : places) {
                Hint hint = hints.get(place);
                hint.users--;
                hint.usedNanos = System.nanoTime();
                assert hint.users >= 0 : "Somebody left twice";
            }
        }
    }

    /** The changes of a row are made: it may go. By somebody who has entered its place. */
    void carried(RowKey row) {
        synchronized (lock) {
            hints.get(Place.of(row)).carried.add(row);
        }
    }

    /** Rows may lie in the outbox of a place whose changes are not made. */
    void left(Place place) {
        synchronized (lock) {
            left.add(place);
        }
    }

    /** One of the places where rows were left, until it is {@link #cleared}. */
    Optional<Place> left() {
        synchronized (lock) {
            return left.stream().findFirst();
        }
    }

    /** How many places there are where rows were left. */
    int leftPlaces() {
        synchronized (lock) {
            return left.size();
        }
    }

    /** Nothing that was left in a place is there any longer. */
    void cleared(Place place) {
        synchronized (lock) {
            left.remove(place);
        }
    }

    /** Removes rows whose changes are made. */
    void removeCarried() {
        List<RowKey> carried = new ArrayList<>();
        synchronized (lock) {
            hints.values().forEach(hint -> carried.addAll(hint.carried));
        }
        DerivedChanges.make(store, OutboxRow.deletions(carried));
        Set<RowKey> gone = new HashSet<>(carried);
        synchronized (lock) {
            hints.values().forEach(hint -> hint.carried.removeIf(gone::contains));
        }
    }

    /**
     * Removes rows whose changes are made, and then the hints of places that were left alone.
     *
     * @param idleNanos for how long
     */
    void tidy(long idleNanos) {
        removeCarried();
        List<Change> going = new ArrayList<>();
        synchronized (lock) {
            hints.entrySet()
                    .removeIf(entry -> isGoing(entry.getKey(), entry.getValue(), idleNanos, going));
        }
        DerivedChanges.make(store, going);
    }

    /** Should the removal fail, the hint stays, and somebody looks at an empty outbox. */
    private boolean isGoing(Place place, Hint hint, long idleNanos, List<Change> going) {
        boolean isGoing =
                hint.users == 0
                        && hint.carried.isEmpty()
                        && !left.contains(place)
                        && System.nanoTime() - hint.usedNanos >= idleNanos;
        if (isGoing && hint.isWritten) {
            going.add(new WriteBatch.Delete(row(place), versions.getAsLong()));
        }
        return isGoing;
    }
}
