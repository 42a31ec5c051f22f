package stator.database.outbox;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;
import stator.storage.WriteBatch;

/**
 * What says in the store in which places rows of an outbox may lie, so that who opens it after a
 * crash need not look everywhere.
 *
 * <p><em>Invariant: whenever a row of an outbox lies in a place, a hint of it lies in the
 * store.</em> A hint is written before the first commit, and taken away when the place was left
 * alone for a while and its rows are gone. Hints are derived rows themselves. A process writes
 * hints of its own number, which no other has, so that the clocks of two servers play no part.
 *
 * <p><em>Nothing is removed one by one.</em> To an engine that merges versions each deletion is a
 * mark that stays for days, and that readers have to step over: ten thousands of them in a place
 * that is written again and again, and its outbox could not be read any more. So rows of an outbox
 * and hints are in the order of versions, and what is done is emptied up to one ({@link
 * Store#empty}): all marks but the last are hidden by it. For this it has to be known that nothing
 * appears below that version any longer. Whoever enters a place gets a version, its <em>bound</em>,
 * while {@link #lock} is held; what it commits there has greater versions. Up to the least bound of
 * those inside nothing appears. For the same reason a hint that is in use is written anew every few
 * seconds: it would hold up all others of its lane.
 */
final class Hints {
    /** How long a hint stays after its last use: writers of one partition share it. */
    static final long KEPT_NANOS = 2_000_000_000L;

    /** After which a hint is written anew when it is used. */
    private static final long RENEWED_NANOS = 10_000_000_000L;

    /** How often hints are removed. */
    private static final long EMPTIED_NANOS = 1_000_000_000L;

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

    /** Lanes with rows that are not needed, or will not be. Guarded by {@link #lock}. */
    private final boolean[] isUsed = new boolean[LANES];

    /** When hints were removed last. Guarded by this. */
    private long emptiedNanos = System.nanoTime();

    /** What is known of a place. */
    private static final class Hint {
        /** The bounds of those who are inside. */
        private final TreeSet<Long> bounds = new TreeSet<>();

        /** The version of its row, and when it was given; 0 if there is none. */
        private long written;

        private long writtenNanos;
        private long usedNanos;

        /** The versions of rows of the outbox whose changes are made. */
        private final TreeSet<Long> carried = new TreeSet<>();

        boolean isToBeWritten() {
            return written == 0 || System.nanoTime() - writtenNanos > RENEWED_NANOS;
        }

        /** The least version of a row that is needed. */
        long least() {
            long inside = bounds.isEmpty() ? Long.MAX_VALUE : bounds.first();
            return written == 0 ? inside : Math.min(written, inside);
        }

        /** The last row up to which all are carried; 0 if there is none. */
        long done() {
            Long last = carried.floor(bounds.isEmpty() ? Long.MAX_VALUE : bounds.first());
            return last == null ? 0 : last;
        }
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
        for (int lane = 0; lane < LANES; lane++) {
            RowPage.forEach(
                    store,
                    RowRange.all(Layout.OUTBOX_SPACE, partition(lane), Layout.HINT_KIND, false),
                    (key, row) -> found.add(new Found(key, row)));
        }
        return found;
    }

    /** Takes hints away whose places have nothing in their outbox. */
    static void forget(Store store, List<Found> found) {
        WriteBatch batch = new WriteBatch();
        found.forEach(hint -> batch.deleteDerived(hint.row(), hint.value().version()));
        DerivedChanges.make(store, batch.changes());
    }

    private static byte[] partition(int lane) {
        return new byte[] {(byte) lane};
    }

    private static int lane(Place place) {
        return Math.floorMod(place.hashCode(), LANES);
    }

    private RowKey row(Place place, long version) {
        byte[] sort =
                ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES + place.partition().length)
                        .putLong(opening)
                        .putLong(version)
                        .putInt(place.space())
                        .put(place.partition())
                        .array();
        return new RowKey(Layout.OUTBOX_SPACE, partition(lane(place)), Layout.HINT_KIND, sort);
    }

    /** All hints of this process in a lane that are older than a version. */
    private Store.Emptying before(int lane, long version) {
        byte[] end = ByteBuffer.allocate(2 * Long.BYTES).putLong(opening).putLong(version).array();
        return new Store.Emptying(
                new RowRange(
                        Layout.OUTBOX_SPACE, partition(lane), Layout.HINT_KIND, NONE, end, false),
                version);
    }

    /**
     * Makes sure that there are hints of places; {@link #leave} ends that.
     *
     * @return the bound: what is committed there until then has greater versions
     */
    long enter(Collection<Place> places) {
        if (places.isEmpty()) {
            return 0;
        }
        WriteBatch missing = new WriteBatch();
        List<Place> written = new ArrayList<>();
        long bound;
        synchronized (lock) {
            bound = versions.getAsLong();
            for (Place place : places) {
                Hint hint = hints.computeIfAbsent(place, p -> new Hint());
                hint.bounds.add(bound);
                if (hint.isToBeWritten()) {
                    missing.putDerived(row(place, bound), new Row(bound, NONE));
                    written.add(place);
                    isUsed[lane(place)] = true;
                }
            }
        }
        if (missing.isEmpty()) {
            return bound;
        }
        try {
            DerivedChanges.make(store, missing.changes());
        } catch (RuntimeException e) {
            leave(places, bound);
            throw e;
        }
        synchronized (lock) {
            for (Place place : written) {
                Hint hint = hints.get(place);
                hint.written = Math.max(hint.written, bound);
                hint.writtenNanos = System.nanoTime();
            }
        }
        return bound;
    }

    /** Nothing is committed in these places any longer by who entered them and got that bound. */
    void leave(Collection<Place> places, long bound) {
        synchronized (lock) {
            for (Place place : places) {
                Hint hint = hints.get(place);
                hint.usedNanos = System.nanoTime();
                boolean wasInside = hint.bounds.remove(bound);
                assert wasInside : "Somebody left twice";
            }
        }
    }

    /** The changes of a row are made: it may go. By somebody who has entered its place. */
    void carried(OutboxRow row) {
        synchronized (lock) {
            hints.get(Place.of(row.key())).carried.add(row.row().version());
        }
    }

    /** The changes of a row may not be made, and it may be there. */
    void left(OutboxRow row) {
        left(Place.of(row.key()));
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

    /** Removes all rows whose changes are made, also where somebody is inside. */
    void removeCarried() {
        List<RowKey> carried = new ArrayList<>();
        synchronized (lock) {
            hints.forEach((place, hint) ->
                    hint.carried.forEach(version -> carried.add(place.row(version))));
        }
        DerivedChanges.make(store, OutboxRow.deletions(carried));
    }

    /** Removes rows up to which all changes are made. */
    private void emptyOutboxes() {
        Map<Place, Long> done = new HashMap<>();
        synchronized (lock) {
            hints.forEach((place, hint) -> {
                if (hint.done() > 0 && !left.contains(place)) {
                    done.put(place, hint.done());
                }
            });
        }
        List<Store.Emptying> emptied = new ArrayList<>();
        done.forEach((place, version) -> emptied.add(place.upTo(version)));
        DerivedChanges.empty(store, emptied);
        synchronized (lock) {
            done.forEach(
                    (place, version) -> hints.get(place).carried.headSet(version, true).clear());
        }
    }

    /**
     * Removes rows whose changes are made, and then, if it is time, the hints of places that were
     * left alone.
     *
     * @param idleNanos for how long; 0 for all, at once
     */
    synchronized void tidy(long idleNanos) {
        emptyOutboxes();
        if (idleNanos == 0 || System.nanoTime() - emptiedNanos > EMPTIED_NANOS) {
            emptyLanes(idleNanos);
            emptiedNanos = System.nanoTime();
        }
    }

    private void emptyLanes(long idleNanos) {
        List<Store.Emptying> emptied = new ArrayList<>();
        synchronized (lock) {
            hints.entrySet()
                    .removeIf(entry -> isGoing(entry.getKey(), entry.getValue(), idleNanos));
            long[] least = new long[LANES];
            Arrays.fill(least, versions.getAsLong());
            boolean[] isNeeded = new boolean[LANES];
            hints.forEach((place, hint) -> {
                int lane = lane(place);
                least[lane] = Math.min(least[lane], hint.least());
                isNeeded[lane] = true;
            });
            for (int lane = 0; lane < LANES; lane++) {
                if (isUsed[lane]) {
                    emptied.add(before(lane, least[lane]));
                    isUsed[lane] = isNeeded[lane];
                }
            }
        }
        DerivedChanges.empty(store, emptied);
    }

    private boolean isGoing(Place place, Hint hint, long idleNanos) {
        return hint.bounds.isEmpty()
                && hint.carried.isEmpty()
                && !left.contains(place)
                && System.nanoTime() - hint.usedNanos >= idleNanos;
    }
}
