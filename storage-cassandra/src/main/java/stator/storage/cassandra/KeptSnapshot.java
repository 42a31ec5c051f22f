package stator.storage.cassandra;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowVisitor;
import stator.storage.Snapshot;
import stator.storage.SpaceScan;
import stator.storage.StoreException;

/**
 * The rows as they stood at a moment when no commit was under way: those of the cluster, and in
 * place of those that were changed since, what they were before, which is kept here.
 *
 * <p>What a row was is kept before it is changed. A scan looks for it after it got a page of rows.
 * So it finds either the row unchanged in the page, or what it was here, or both.
 *
 * <p>What is kept lies in memory, and there is a limit to it; beyond it the snapshot is of no use
 * any more.
 */
final class KeptSnapshot implements Snapshot {
    private static final long KEPT_BYTES_MAX = Runtime.getRuntime().maxMemory() / 8;
    private static final int ROW_BYTES = 160;

    private final Reader reader;
    private final Connection connection;
    private final Map<Integer, Spaces.Home> homes;
    private final Snapshots snapshots;
    private final ConcurrentNavigableMap<Place, Optional<Row>> kept =
            new ConcurrentSkipListMap<>(Place.ORDER);
    private final AtomicLong keptBytes = new AtomicLong();

    private volatile String gone = "";

    /**
     * @param homes of the spaces that there are at this moment
     */
    KeptSnapshot(
            Reader reader,
            Connection connection,
            Map<Integer, Spaces.Home> homes,
            Snapshots snapshots) {
        this.reader = reader;
        this.connection = connection;
        this.homes = Map.copyOf(homes);
        this.snapshots = snapshots;
    }

    /** A place in the order of scans. */
    private record Place(int generation, byte kind, long token, byte[] partition, byte[] sort) {
        static final Comparator<Place> ORDER =
                Comparator.comparingInt(Place::generation)
                        .thenComparing(Place::kind)
                        .thenComparing(Place::token, Long::compareUnsigned)
                        .thenComparing(Place::partition, Arrays::compareUnsigned)
                        .thenComparing(Place::sort, Arrays::compareUnsigned);
    }

    private Place place(Spaces.Home home, RowKey key) {
        return new Place(
                home.generation(),
                key.kind(),
                connection.token(RowPlace.place(home.generation(), key.partition())),
                key.partition(),
                key.sort());
    }

    /** Keeps what a row was, if it was not changed before. */
    void keep(Spaces.Home home, RowKey key, Optional<Row> before) {
        if (!gone.isEmpty() || kept.putIfAbsent(place(home, key), before) != null) {
            return;
        }
        long bytes =
                ROW_BYTES
                        + key.partition().length
                        + key.sort().length
                        + before.map(row -> row.payload().length).orElse(0);
        if (keptBytes.addAndGet(bytes) > KEPT_BYTES_MAX) {
            end("The snapshot is gone: more was written while it was open than fits in memory.");
        }
    }

    /** Whether rows of a home may be asked for. */
    boolean shows(Spaces.Home home) {
        return homes.containsValue(home);
    }

    @Override
    public long token(int space, byte[] partition) {
        Spaces.Home home = homes.get(space);
        return home == null ? 0 : connection.token(RowPlace.place(home.generation(), partition));
    }

    @Override
    public void scan(SpaceScan scan, RowVisitor visitor) {
        requireThere();
        Spaces.Home home = homes.get(scan.space());
        if (home == null) {
            return;
        }
        Overlay overlay = new Overlay(scan, home, visitor);
        reader.scan(home, scan, Consistency.STRONG, overlay);
        overlay.finish();
        requireThere();
    }

    private void requireThere() {
        if (!gone.isEmpty()) {
            throw new StoreException.Unavailable(gone, gone, null);
        }
    }

    /** Shows rows of the cluster, and what is kept in their places. */
    private final class Overlay implements RowVisitor {
        private final SpaceScan scan;
        private final Spaces.Home home;
        private final RowVisitor visitor;

        /** What comes first; exclusive once a row was shown. */
        private Place last;

        private boolean isShown;
        private boolean wantsMore = true;

        Overlay(SpaceScan scan, Spaces.Home home, RowVisitor visitor) {
            this.scan = scan;
            this.home = home;
            this.visitor = visitor;
            byte[] none = {};
            last = new Place(home.generation(), scan.kind(), scan.fromToken(), none, none);
            if (scan.after() != null && Place.ORDER.compare(place(home, scan.after()), last) >= 0) {
                last = place(home, scan.after());
                isShown = true;
            }
        }

        @Override
        public boolean visit(RowKey key, Row row) {
            requireThere();
            Place place = place(home, key);
            showUpTo(kept.subMap(last, !isShown, place, false));
            Optional<Row> before = kept.get(place);
            last = place;
            isShown = true;
            show(key, before == null ? Optional.of(row) : before);
            return wantsMore;
        }

        /** Shows what comes behind all rows of the cluster. */
        void finish() {
            byte kind = scan.kind();
            boolean isLast = scan.toToken() == -1L;
            byte[] none = {};
            Place end =
                    isLast
                            ? new Place(home.generation(), (byte) (kind + 1), 0, none, none)
                            : new Place(home.generation(), kind, scan.toToken() + 1, none, none);
            if (kind == Byte.MAX_VALUE && isLast) {
                end = new Place(home.generation() + 1, (byte) 0, 0, none, none);
            }
            if (Place.ORDER.compare(last, end) < 0) {
                showUpTo(kept.subMap(last, !isShown, end, false));
            }
        }

        private void showUpTo(NavigableMap<Place, Optional<Row>> rows) {
            for (Map.Entry<Place, Optional<Row>> entry : rows.entrySet()) {
                Place place = entry.getKey();
                show(
                        new RowKey(scan.space(), place.partition(), place.kind(), place.sort()),
                        entry.getValue());
            }
        }

        private void show(RowKey key, Optional<Row> row) {
            if (wantsMore && row.isPresent()) {
                wantsMore = visitor.visit(key, row.get());
            }
        }
    }

    private void end(String why) {
        gone = why;
        snapshots.remove(this);
        kept.clear();
    }

    @Override
    public void close() {
        end("The snapshot is closed.");
    }
}
