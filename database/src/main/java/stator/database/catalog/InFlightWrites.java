package stator.database.catalog;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import stator.database.row.HybridClock;
import stator.storage.StoreException;

/**
 * The writes of one table that are under way, so that readers of its changes know how far nothing
 * can appear any longer.
 *
 * <p>A write takes versions while it decides, and its records appear when it is committed, which
 * may be after those of a write with greater versions. Therefore each write says when it begins,
 * before it takes a version, and when its outcome is known, after its commit can be seen. It notes
 * the newest version given before it began: all of its own are greater. The <em>floor</em> is the
 * least of these notes, or, if nothing is under way, the newest version given.
 *
 * <p>Then no record at or below the floor will ever appear that is not there already. For its
 * version was given before the floor was asked for, so its write began before, and had not ended:
 * its note would be in the list, and be less than the version, and the floor not greater than the
 * note. Beginning, ending and asking happen one after the other, under one lock.
 *
 * <p>A write that ends without anybody knowing its outcome may still appear once the engine has
 * recovered. Until then the floor stays where it is ({@link #doubt}).
 */
public final class InFlightWrites {
    private static final long NO_DOUBT = Long.MAX_VALUE;

    private final HybridClock versions;

    /** Whether nothing is in doubt any longer: the store accepts writes. */
    private final BooleanSupplier settled;

    private final ReentrantLock lock = new ReentrantLock();

    /** The writes under way, each noted version at least that of the one before. */
    private final Entry ring = new Entry(0);

    /** The floor while an outcome is in doubt. Guarded by {@link #lock}. */
    private long doubtful = NO_DOUBT;

    /** One write. Guarded by {@link #lock}. */
    static final class Entry {
        private final long note;
        private Entry previous = this;
        private Entry next = this;

        private Entry(long note) {
            this.note = note;
        }
    }

    public InFlightWrites(HybridClock versions, BooleanSupplier settled) {
        this.versions = versions;
        this.settled = settled;
    }

    /** Writes, from beginning to end. */
    public <R> R during(Supplier<R> write) {
        Entry entry = begin();
        try {
            return write.get();
        } catch (StoreException.OutcomeUnknown e) {
            doubt();
            throw e;
        } finally {
            end(entry);
        }
    }

    /** A write begins; it has taken no version yet. */
    Entry begin() {
        lock.lock();
        try {
            Entry entry = new Entry(versions.last());
            assert ring.previous == ring || ring.previous.note <= entry.note : "Notes out of order";
            entry.previous = ring.previous;
            entry.next = ring;
            entry.previous.next = entry;
            ring.previous = entry;
            return entry;
        } finally {
            lock.unlock();
        }
    }

    /** A write has ended: what it wrote can be seen. */
    void end(Entry entry) {
        lock.lock();
        try {
            assert entry.previous.next == entry : "A write ends twice";
            entry.previous.next = entry.next;
            entry.next.previous = entry.previous;
        } finally {
            lock.unlock();
        }
    }

    /** The outcome of a write is unknown; the write has not {@link #end ended} yet. */
    void doubt() {
        lock.lock();
        try {
            doubtful = Math.min(doubtful, lowest());
        } finally {
            lock.unlock();
        }
    }

    /** Up to which version everything that will ever be there is there. */
    public long floor() {
        lock.lock();
        try {
            if (doubtful != NO_DOUBT && settled.getAsBoolean()) {
                doubtful = NO_DOUBT;
            }
            return Math.min(doubtful, lowest());
        } finally {
            lock.unlock();
        }
    }

    private long lowest() {
        return ring.next == ring ? versions.last() : ring.next.note;
    }
}
