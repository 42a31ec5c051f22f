package stator.logs.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;
import stator.storage.StoreException;

/**
 * Deletes events: those that are older than their group keeps them, those whose group or stream was
 * deleted, and the oldest of all when there are too many.
 *
 * <p>It works when it is woken, and every minute while some group has a retention; the thread is
 * virtual and sleeps. Each piece is one commit, so it can end and begin again anywhere.
 */
final class Sweeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger("stator.logs");

    private static final int PIECE_EVENTS = 1000;
    private static final int PIECE_STREAMS = 100;
    private static final long NAP_SECONDS = 60;

    private final Store store;
    private final long bytesMax;
    private final Clock clock;
    private final Semaphore work = new Semaphore(0);

    /** One sweep at a time. */
    private final ReentrantLock sweeping = new ReentrantLock();

    /** Under the lock of this. */
    private Thread thread;

    private volatile boolean closed;

    Sweeper(Store store, long bytesMax, Clock clock) {
        if (bytesMax <= 0) {
            throw new IllegalArgumentException("room for " + bytesMax + " bytes of events");
        }
        this.store = store;
        this.bytesMax = bytesMax;
        this.clock = clock;
        wake();
    }

    /** Lets it begin at once. */
    void wake() {
        synchronized (this) {
            if (thread == null && !closed) {
                thread = Thread.ofVirtual().name("stator-logs").start(this::run);
            }
        }
        work.release();
    }

    private void run() {
        try {
            while (!closed) {
                boolean woken = work.tryAcquire(NAP_SECONDS, TimeUnit.SECONDS);
                work.drainPermits();
                if (woken || hasRetention()) {
                    sweep();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts it.", e);
        } catch (StoreException.Unavailable e) {
            LOG.log(Level.DEBUG, "The store does not take deletions: " + e.getMessage());
            sleepAgain();
        }
    }

    /** The next change wakes it. */
    private synchronized void sleepAgain() {
        thread = null;
    }

    private boolean hasRetention() {
        boolean[] found = {false};
        forEachGroup(group -> found[0] |= group.retentionDays() > 0);
        return found[0];
    }

    private void forEachGroup(Consumer<LogGroup> receiver) {
        store.range(
                RowRange.all(LogRows.SPACE, LogRows.NONE, LogRows.GROUP, false),
                Consistency.STRONG,
                (key, row) -> {
                    receiver.accept(LogRows.group(row));
                    return true;
                });
    }

    void sweep() {
        sweeping.lock();
        try {
            ids(LogRows.GONE_GROUP).forEach(this::dropGroup);
            ids(LogRows.GONE_STREAM).forEach(this::dropStream);
            expire();
        } finally {
            sweeping.unlock();
        }
        makeRoom();
    }

    private List<Long> ids(byte kind) {
        List<Long> ids = new ArrayList<>();
        store.range(
                RowRange.all(LogRows.SPACE, LogRows.NONE, kind, false),
                Consistency.STRONG,
                (key, row) -> ids.add(LogRows.id(key.sort())));
        return ids;
    }

    private void dropGroup(long group) {
        List<RowKey> piece = streamKeys(group);
        while (!piece.isEmpty() && !closed) {
            dropStreams(piece);
            piece = streamKeys(group);
        }
        if (piece.isEmpty()) {
            delete(LogRows.goneGroup(group));
        }
    }

    private List<RowKey> streamKeys(long group) {
        List<RowKey> keys = new ArrayList<>();
        store.range(
                RowRange.all(LogRows.SPACE, LogRows.id(group), LogRows.STREAM, false),
                Consistency.STRONG,
                (key, row) -> {
                    keys.add(key);
                    return keys.size() < PIECE_STREAMS;
                });
        return keys;
    }

    private void dropStreams(List<RowKey> keys) {
        store.update(
                keys,
                (rows, batch) -> {
                    for (int i = 0; i < keys.size(); i++) {
                        batch.delete(keys.get(i));
                        rows.get(i)
                                .map(row -> LogRows.goneStream(LogRows.stream(row).id()))
                                .ifPresent(gone -> batch.put(gone, LogRows.mark()));
                    }
                    return keys;
                });
    }

    private void delete(RowKey key) {
        store.update(
                List.of(key),
                (rows, batch) -> {
                    batch.delete(key);
                    return key;
                });
    }

    private void dropStream(long stream) {
        Piece piece = oldest(stream, Position.END);
        while (!piece.keys.isEmpty() && !closed) {
            Piece gone = piece;
            store.update(
                    List.of(LogRows.goneStream(stream)),
                    (rows, batch) -> {
                        gone.keys.forEach(batch::delete);
                        batch.increment(LogRows.SPACE, -gone.bytes);
                        return gone;
                    });
            piece = oldest(stream, Position.END);
        }
        if (piece.keys.isEmpty()) {
            delete(LogRows.goneStream(stream));
        }
    }

    /** Some events of a stream, the oldest first, and their size. */
    private static final class Piece {
        private final List<RowKey> keys = new ArrayList<>();
        private long bytes;

        /** The time of the first event that stays; the limit if none was seen. */
        private long restMillis;
    }

    private Piece oldest(long stream, Position limit) {
        Piece piece = new Piece();
        piece.restMillis = limit.timestampMillis();
        store.range(
                LogRows.events(stream, Position.START, limit, false),
                Consistency.STRONG,
                (key, row) -> {
                    if (piece.keys.size() == PIECE_EVENTS) {
                        piece.restMillis = Position.of(key.sort()).timestampMillis();
                        return false;
                    }
                    piece.keys.add(key);
                    piece.bytes += LogRows.eventBytes(row);
                    return true;
                });
        return piece;
    }

    private void expire() {
        long now = clock.millis();
        List<LogGroup> groups = new ArrayList<>();
        forEachGroup(group -> {
            if (group.retentionDays() > 0) {
                groups.add(group);
            }
        });
        for (LogGroup group : groups) {
            Position limit = Position.of(group.keptSinceMillis(now));
            Optional<RowKey> stream = olderStream(group, "", limit.timestampMillis());
            while (stream.isPresent() && !closed) {
                int gone = trim(stream.get(), limit);
                String name = new String(stream.get().sort(), StandardCharsets.UTF_8);
                stream = gone > 0 ? stream : olderStream(group, name, limit.timestampMillis());
            }
        }
    }

    /** The first stream behind a name that may have events from before a time. */
    private Optional<RowKey> olderStream(LogGroup group, String after, long limitMillis) {
        List<RowKey> found = new ArrayList<>();
        store.range(
                LogRows.names(
                        LogRows.id(group.id()), LogRows.STREAM, LogRows.NONE, LogRows.utf8(after)),
                Consistency.STRONG,
                (key, row) -> {
                    LogStream stream = LogRows.stream(row);
                    if (stream.hasEvents() && stream.firstMillis() < limitMillis) {
                        found.add(key);
                    }
                    return found.isEmpty();
                });
        return found.stream().findFirst();
    }

    /** Deletes some events of a stream before a position; how many. */
    private int trim(RowKey key, Position limit) {
        Optional<LogStream> before = store.get(key, Consistency.STRONG).map(LogRows::stream);
        if (before.isEmpty()) {
            return 0;
        }
        Piece piece = oldest(before.get().id(), limit);
        return store.update(
                List.of(key),
                (rows, batch) -> {
                    LogStream stream = rows.getFirst().map(LogRows::stream).orElse(null);
                    if (stream == null || stream.id() != before.get().id()) {
                        return 0;
                    }
                    // What came meanwhile may be older than what is left of the rest.
                    boolean known = stream.nextSequence() == before.get().nextSequence();
                    long first = known ? piece.restMillis : stream.firstMillis();
                    piece.keys.forEach(batch::delete);
                    batch.put(key, LogRows.row(stream.without(first, piece.bytes)));
                    batch.increment(LogRows.SPACE, -piece.bytes);
                    return piece.keys.size();
                });
    }

    long bytes() {
        long[] counters = store.counters(LogRows.SPACE);
        return counters.length == 0 ? 0 : counters[0];
    }

    /** Deletes the oldest events of all until there is room for others. */
    void makeRoom() {
        if (bytes() <= bytesMax) {
            return;
        }
        sweeping.lock();
        try {
            while (isTooMuch() && !closed && trimOldest()) {}
        } finally {
            sweeping.unlock();
        }
    }

    /** A little more goes than has to, so that not every event makes another go. */
    private boolean isTooMuch() {
        return bytes() > bytesMax - bytesMax / 10;
    }

    /** Whether anything went. */
    private boolean trimOldest() {
        int gone = 0;
        for (RowKey stream : oldestStreams()) {
            if (!isTooMuch()) {
                return true;
            }
            gone += trim(stream, Position.END);
        }
        return gone > 0;
    }

    private record Beginning(RowKey stream, long firstMillis) {}

    /** The streams that begin first, a few of all. */
    private List<RowKey> oldestStreams() {
        Comparator<Beginning> byTime = Comparator.comparingLong(Beginning::firstMillis);
        PriorityQueue<Beginning> oldest = new PriorityQueue<>(byTime.reversed());
        List<Long> groups = new ArrayList<>();
        forEachGroup(group -> groups.add(group.id()));
        for (long group : groups) {
            store.range(
                    RowRange.all(LogRows.SPACE, LogRows.id(group), LogRows.STREAM, false),
                    Consistency.STRONG,
                    (key, row) -> {
                        LogStream stream = LogRows.stream(row);
                        if (stream.hasEvents()) {
                            oldest.add(new Beginning(key, stream.firstMillis()));
                        }
                        if (oldest.size() > PIECE_STREAMS) {
                            oldest.poll();
                        }
                        return true;
                    });
        }
        return oldest.stream().sorted(byTime).map(Beginning::stream).toList();
    }

    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
        }
        if (running == null) {
            return;
        }
        work.release();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
