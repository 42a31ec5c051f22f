package stator.database.item;

import java.util.Optional;
import stator.model.Item;
import stator.model.LongWork;
import stator.storage.StoreException;

/**
 * A write whose decision may take long, and is then made while nothing is locked.
 *
 * <p>The store lets a write decide while it holds the row, and with it a part of all other rows;
 * the database holds the gate of the table. A condition of a hundred terms on an item of 400 KB
 * would keep all of them waiting. So a decision that turns out to be long is not begun there:
 * {@link Undecided} leaves all locks, {@link #consider} decides about the item that was met, and
 * the write is tried again. If the same item is there still, what was decided counts, else it all
 * begins anew. Decisions are pure, so one that is made twice does no harm.
 *
 * <p>A row that others change again and again is never the same for long. After some attempts, what
 * takes some milliseconds is decided in its place after all, and what takes longer is given up.
 *
 * <p>Used by one thread.
 */
public final class ConsideredWrite implements ItemWrite {
    /** Attempts after which others have to wait a little. */
    private static final int POLITE_ATTEMPTS = 3;

    private static final int ATTEMPTS_MAX = 20;

    /** Some ten milliseconds, for all writes that hold locks together. */
    private static final long LOCKED_UNITS_MAX = 32 << 20;

    private final ItemWrite write;
    private final long lockedUnitsMax;
    private int attempts;

    /** What was met last and could not be decided there, until it is considered. */
    private Optional<Item> met;

    /** What was considered, and what came of it: a decision, or what was thrown. */
    private Optional<Item> considered;

    private WriteDecision decision;
    private RuntimeException failure;

    private ConsideredWrite(ItemWrite write, int together) {
        this.write = write;
        lockedUnitsMax = Math.max(LongWork.BRIEF_UNITS, LOCKED_UNITS_MAX / together);
    }

    /** Leaves the locks: some writes have to be considered first. Nothing was applied. */
    public static final class Undecided extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Undecided() {
            super("A long decision is made while nothing is locked", null, false, false);
        }
    }

    /**
     * The write, to be considered if it has to.
     *
     * @param together how many writes hold their locks at once
     */
    public static ConsideredWrite of(ItemWrite write, int together) {
        return new ConsideredWrite(write, together);
    }

    /**
     * {@inheritDoc}
     *
     * @throws Undecided if it would take long
     */
    @Override
    public WriteDecision decide(Optional<Item> current) {
        if (considered != null && isSame(considered, current)) {
            if (failure != null) {
                throw failure;
            }
            return decision;
        }
        long unitsMax = attempts < POLITE_ATTEMPTS ? LongWork.BRIEF_UNITS : lockedUnitsMax;
        Optional<WriteDecision> brief = LongWork.tryBriefly(unitsMax, () -> write.decide(current));
        if (brief.isPresent()) {
            return brief.get();
        }
        met = current;
        throw new Undecided();
    }

    private static boolean isSame(Optional<Item> left, Optional<Item> right) {
        return left.isPresent() == right.isPresent()
                && (left.isEmpty() || left.get().hasSameBytes(right.get()));
    }

    /**
     * Decides about the item that was met, if one was. Nothing may be locked.
     *
     * @throws StoreException.Conflict if others change the item all the time
     */
    public void consider() {
        if (met == null) {
            return;
        }
        attempts++;
        if (attempts > ATTEMPTS_MAX) {
            throw new StoreException.Conflict("Others changed the item all the time");
        }
        considered = met;
        met = null;
        decision = null;
        failure = null;
        try {
            decision = write.decide(considered);
        } catch (RuntimeException e) {
            if (LongWork.isNotHere(e)) {
                throw e;
            }
            failure = e;
        }
    }
}
