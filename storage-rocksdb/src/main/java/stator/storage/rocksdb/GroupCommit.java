package stator.storage.rocksdb;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.rocksdb.RocksDBException;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.StoreException;
import stator.storage.WriteBatch;

/**
 * Makes the changes of many callers durable with one synced write.
 *
 * <p>Callers decide under row locks, add their changes to the open group, release the locks and
 * wait. One thread takes the open group, writes it, ends it, and finds the next group filled
 * meanwhile. So a sync costs each caller only a part of it, and a busy row is locked for
 * microseconds and not for the time of a sync.
 *
 * <p>Later deciders must see what stands in a group already, durable or not: that is {@link
 * #pending}. They remember the group, and wait for it even if they write nothing. Reads outside of
 * decisions never look there.
 *
 * <p>When a write fails, its group's outcome is unknown, and whatever waits behind it was decided
 * on rows that may never have been: it fails, too, and was not applied. An <em>era</em> begins. A
 * decision that began in another era is refused, and so is everything until {@link #resume}.
 */
final class GroupCommit {
    /** At most this part of the time that a write takes is spent on waiting for company. */
    private static final int PATIENCE_PART = 4;

    private static final long PATIENCE_NANOS_MAX = 1_000_000;

    private final SharedDatabase database;
    private final Totals totals;
    private final LogEnd logEnd;
    private final SyncedMark mark;
    private final SpaceGuard spaceGuard;
    private final boolean marksEachWrite;
    private final Thread committer;

    /** Newest change of each row that is in a group and not yet durable. */
    private final Map<RowKey, Pending> pending = new ConcurrentHashMap<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();

    /** Signalled when writes are refused and when the store closes. */
    private final Condition ending = lock.newCondition();

    /** Takes entries. Guarded by the lock, as are the fields below. */
    private Group open = new Group(0);

    /** Written under the lock, as is the next; a glance at them needs none. */
    private volatile String refusal;

    private volatile boolean closing;

    /** With how many entries the committer wants to be woken. */
    private int wanted = 1;

    /** How many callers are likely to write in the next group. */
    private int expected;

    /** How long to wait for them. */
    private long patienceNanos;

    private volatile long era;

    /** Whether the mark tells exactly how much of the log is synced. */
    private volatile boolean markExact = true;

    /** A change that is not yet durable; the row is null if it was deleted. */
    static final class Pending {
        final Row row;
        final Group group;

        Pending(Row row, Group group) {
            this.row = row;
            this.group = group;
        }
    }

    GroupCommit(
            SharedDatabase database,
            Totals totals,
            DataDirectory directory,
            SyncedMark mark,
            SpaceGuard spaceGuard,
            Durability durability) {
        this.database = database;
        this.totals = totals;
        this.logEnd = new LogEnd(directory);
        this.mark = mark;
        this.spaceGuard = spaceGuard;
        marksEachWrite = durability instanceof Durability.Always;
        committer = new Thread(this::commitGroups, "stator-rocksdb-commit");
        committer.setDaemon(true);
    }

    void start() {
        committer.start();
    }

    /** The era, to be asked for before rows are read for a decision. */
    long era() {
        return era;
    }

    /** The change of a row that is not yet durable, or null. For holders of the row's lock. */
    Pending pending(RowKey key) {
        return pending.get(key);
    }

    /**
     * Adds changes that were decided in an era. For holders of the locks of all rows in it.
     *
     * @throws StoreException.Unavailable if writes are refused
     */
    Group add(long decidedIn, GroupEntry entry) {
        spaceGuard.require(entry);
        lock.lock();
        try {
            requireEra(decidedIn);
            Group group = open;
            group.entries.add(entry);
            if (entry instanceof GroupEntry.Changes changes) {
                changes.rows().forEach(change -> addPending(change, group));
            }
            if (group.entries.size() == wanted) {
                filled.signal();
            }
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void addPending(WriteBatch.Change change, Group group) {
        Row row = change instanceof WriteBatch.Put put ? put.row() : null;
        pending.put(change.key(), new Pending(row, group));
    }

    private void requireEra(long decidedIn) {
        assert lock.isHeldByCurrentThread();
        assert decidedIn <= era : "decided in era " + decidedIn + " of " + era;
        requireWritable();
        if (decidedIn != era) {
            throw new StoreException.Unavailable(
                    "The store has just come back after a disk error. Try again.", null);
        }
    }

    /** Refuses at once what would be refused in the end. */
    void requireWritable() {
        if (closing) {
            throw new StoreException.Unavailable("The store is closed.", null);
        }
        String why = refusal;
        if (why != null) {
            throw new StoreException.Unavailable(why, null);
        }
    }

    private void commitGroups() {
        for (Group group = nextGroup(); group != null; group = nextGroup()) {
            try {
                commit(group);
            } catch (RocksDBException | RuntimeException | Error e) {
                fail(group, e);
            }
        }
    }

    /** Waits for a group with entries; null when closed and nothing is left. */
    private Group nextGroup() {
        lock.lock();
        try {
            while (true) {
                while (open.entries.isEmpty() && !closing) {
                    filled.awaitUninterruptibly();
                }
                awaitCompany();
                // Whoever refuses writes may have taken the group while this waited for company.
                if (!open.entries.isEmpty()) {
                    return takeOpen();
                }
                if (closing) {
                    return null;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives those who wrote in the last group a moment to come back with their next write. Without
     * it, callers fall apart into two halves that wait for each other's syncs.
     */
    private void awaitCompany() {
        long left = patienceNanos;
        wanted = expected;
        try {
            while (open.entries.size() < wanted && left > 0 && !closing) {
                left = filled.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        } finally {
            wanted = 1;
        }
    }

    /** Learns from a group how many callers there are and how long a write takes. */
    private void expect(Group written, long nanos) {
        if (!marksEachWrite) {
            return;
        }
        lock.lock();
        try {
            expected = written.entries.size() + open.entries.size();
            patienceNanos = Math.min(nanos / PATIENCE_PART, PATIENCE_NANOS_MAX);
        } finally {
            lock.unlock();
        }
    }

    private Group takeOpen() {
        assert lock.isHeldByCurrentThread();
        Group taken = open;
        open = new Group(taken.number + 1);
        return taken;
    }

    private void commit(Group group) throws RocksDBException {
        Totals.Change change = totals.new Change();
        long start = System.nanoTime();
        try (org.rocksdb.WriteBatch batch = new org.rocksdb.WriteBatch()) {
            for (GroupEntry entry : group.entries) {
                entry.addTo(batch, change);
            }
            change.addTo(batch);
            // All in one use: the database is not exchanged before the mark knows of the write.
            database.tryUse(open -> {
                open.write(batch);
                written(group, change, batch.getDataSize());
                return null;
            });
        }
        expect(group, System.nanoTime() - start);
        group.end();
    }

    private void written(Group group, Totals.Change change, long bytes) {
        if (marksEachWrite) {
            markSynced(bytes);
        }
        spaceGuard.written(bytes);
        change.publish();
        removePending(group);
    }

    /**
     * Notes how much of the log is synced. If that fails, the group is durable all the same; the
     * next opening only knows less.
     */
    private void markSynced(long bytes) {
        try {
            logEnd.advance(bytes);
            mark.log(logEnd.number(), logEnd.length());
            markExact = true;
        } catch (IOException e) {
            markExact = false;
        }
    }

    private void removePending(Group group) {
        for (GroupEntry entry : group.entries) {
            if (entry instanceof GroupEntry.Changes changes) {
                for (WriteBatch.Change change : changes.rows()) {
                    Pending found = pending.get(change.key());
                    if (found != null && found.group == group) {
                        pending.remove(change.key(), found);
                    }
                }
            }
        }
    }

    private void fail(Group group, Throwable cause) {
        String reason = "A write to the disk failed: " + cause.getMessage();
        refuse(reason);
        group.fail(
                new StoreException.OutcomeUnknown(
                        reason + " Whether this write was applied is not known.", cause));
    }

    /** Refuses writes from now on, and fails all that wait. */
    void refuse(String reason) {
        Group waiting;
        lock.lock();
        try {
            refusal = reason;
            era++;
            waiting = takeOpen();
            pending.clear();
            ending.signalAll();
        } finally {
            lock.unlock();
        }
        waiting.fail(new StoreException.Unavailable(reason, null));
    }

    /** Accepts writes again. */
    void resume() {
        lock.lock();
        try {
            era++;
            refusal = null;
            markExact = true;
        } finally {
            lock.unlock();
        }
    }

    /** Why writes are refused, or null. */
    String refusal() {
        return refusal;
    }

    /** Waits until writes are refused, the store closes or the time is over. */
    void awaitRefusal(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (refusal == null && !closing && left > 0) {
                left = ending.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the store closes or the time is over. */
    void awaitClosing(long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (!closing && left > 0) {
                left = ending.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether all that follows the mark in the log belongs to writes that failed. */
    boolean markIsExact() {
        return marksEachWrite && markExact;
    }

    /** Accepts no more and waits until all that was accepted is written. */
    void close() {
        lock.lock();
        try {
            closing = true;
            filled.signalAll();
            ending.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            committer.join();
            logEnd.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new StoreException.Unavailable("A log file cannot be closed.", e);
        }
    }
}
