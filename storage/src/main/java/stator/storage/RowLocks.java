package stator.storage;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The locks under which an embedded engine reads rows, decides and commits.
 *
 * <p>A row belongs to one of a fixed number of stripes, by its hash. Stripes are taken in ascending
 * order, so that nobody waits in a circle; a thread holds the stripes of one update at a time.
 *
 * <p>A decision may change rows that it did not ask for. Their stripes are taken after the
 * decision, without waiting; if one is taken, everything is released and taken anew in order, and
 * the decision has to be made again.
 */
public final class RowLocks {
    private static final int STRIPE_BITS = 10;
    private static final int[] NONE = {};

    private final Stripe[] stripes = new Stripe[1 << STRIPE_BITS];

    /** Locks that nobody holds. */
    public RowLocks() {
        Arrays.setAll(stripes, i -> new Stripe());
    }

    private static final class Stripe extends ReentrantLock {
        private static final long serialVersionUID = 1L;

        /** Written by the holder of the lock only. */
        private volatile boolean changing;
    }

    /** Waits for the stripes of these rows. */
    public Held lock(List<RowKey> keys) {
        Held held = new Held(indexes(keys));
        lockAll(held.indexes);
        return held;
    }

    /** Waits for all stripes: until nobody is in the middle of a change. */
    public Held lockAll() {
        int[] all = new int[stripes.length];
        Arrays.setAll(all, i -> i);
        lockAll(all);
        return new Held(all);
    }

    /**
     * Waits while a change of several rows is being made that this row may belong to. A reader who
     * asks before each row sees all of such a change or nothing of it.
     */
    public void awaitChange(RowKey key) {
        Stripe stripe = stripes[index(key)];
        if (stripe.changing) {
            stripe.lock();
            stripe.unlock();
        }
    }

    /** The stripes that one thread holds. */
    public final class Held implements AutoCloseable {
        /** Ascending, each once. */
        private int[] indexes;

        private Held(int[] indexes) {
            assert isAscending(indexes) : Arrays.toString(indexes);
            this.indexes = indexes;
        }

        /**
         * Takes the stripes of all rows that the batch changes, too.
         *
         * @return false if another thread held one of them. Now all are held, but were not
         *     throughout: rows may have changed, and the decision has to be made again
         */
        public boolean extendTo(WriteBatch batch) {
            List<WriteBatch.Change> changes = batch.changes();
            int missing = 0;
            for (int i = 0; i < changes.size(); i++) {
                missing += holds(index(changes.get(i).key())) ? 0 : 1;
            }
            return missing == 0 || take(missing(changes, missing));
        }

        /** Makes a change that {@link RowLocks#awaitChange} waits for. */
        public void change(Runnable change) {
            for (int index : indexes) {
                stripes[index].changing = true;
            }
            try {
                change.run();
            } finally {
                for (int index : indexes) {
                    stripes[index].changing = false;
                }
            }
        }

        /** Who takes stripes in any other order may wait in a circle. */
        private static boolean isAscending(int[] indexes) {
            for (int i = 1; i < indexes.length; i++) {
                if (indexes[i - 1] >= indexes[i]) {
                    return false;
                }
            }
            return true;
        }

        private boolean holds(int index) {
            return indexes.length == 1
                    ? indexes[0] == index
                    : Arrays.binarySearch(indexes, index) >= 0;
        }

        private int[] missing(List<WriteBatch.Change> changes, int count) {
            int[] missing = new int[count];
            for (WriteBatch.Change change : changes) {
                int index = index(change.key());
                if (!holds(index)) {
                    missing[--count] = index;
                }
            }
            return sortedOnce(missing);
        }

        private boolean take(int[] missing) {
            int[] before = indexes;
            int[] all = Arrays.copyOf(before, before.length + missing.length);
            System.arraycopy(missing, 0, all, before.length, missing.length);
            Arrays.sort(all);
            if (tryLockAll(missing)) {
                indexes = all;
                return true;
            }
            indexes = NONE;
            unlockAll(before);
            lockAll(all);
            indexes = all;
            return false;
        }

        @Override
        public void close() {
            unlockAll(indexes);
        }
    }

    private void lockAll(int[] indexes) {
        for (int index : indexes) {
            stripes[index].lock();
        }
    }

    private void unlockAll(int[] indexes) {
        for (int index : indexes) {
            stripes[index].unlock();
        }
    }

    private boolean tryLockAll(int[] indexes) {
        for (int i = 0; i < indexes.length; i++) {
            if (!stripes[indexes[i]].tryLock()) {
                unlockAll(Arrays.copyOf(indexes, i));
                return false;
            }
        }
        return true;
    }

    private static int[] indexes(List<RowKey> keys) {
        int[] indexes = new int[keys.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = index(keys.get(i));
        }
        return indexes.length > 1 ? sortedOnce(indexes) : indexes;
    }

    private static int[] sortedOnce(int[] indexes) {
        Arrays.sort(indexes);
        int count = 0;
        for (int index : indexes) {
            if (count == 0 || indexes[count - 1] != index) {
                indexes[count++] = index;
            }
        }
        return count == indexes.length ? indexes : Arrays.copyOf(indexes, count);
    }

    /** The high bits of a multiplication depend on all bits of the hash. */
    private static int index(RowKey key) {
        return key.hashCode() * 0x9E3779B9 >>> Integer.SIZE - STRIPE_BITS;
    }
}
