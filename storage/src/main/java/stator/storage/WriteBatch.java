package stator.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * The changes of one decision, applied all or not at all.
 *
 * <p>Rows may be put and deleted under any key, not only under those that the decision read. A
 * later change of a key replaces an earlier one. Counters are changed by adding, so that decisions
 * about different rows of one table need not wait for each other. Not for use by several threads.
 *
 * <p>A change is <em>derived</em> if it follows from the other changes of its batch, belongs to
 * them alone and carries their version: the entry of an item in an index, say. Engines whose
 * commits reach all rows commit it with the rest. Where commits reach one partition, it is made
 * afterwards ({@link Store#derive}), and readers may see it a little later. The rows of a space and
 * kind are all put by derived changes, or none of them is.
 */
public final class WriteBatch {
    private final List<Change> changes = new ArrayList<>(4);
    private final List<Increment> increments = new ArrayList<>(1);

    /** One changed row. */
    public sealed interface Change {
        /** The row's key. */
        RowKey key();

        /** Whether it follows from other changes, and may be made after them. */
        boolean isDerived();
    }

    /**
     * The row is there afterwards.
     *
     * @param isWaiting whether it waits to be taken away, see {@link #putWaiting}
     */
    public record Put(RowKey key, Row row, boolean isDerived, boolean isWaiting)
            implements Change {}

    /**
     * The row is not there afterwards.
     *
     * @param version of what a derived deletion follows from; 0 for others
     */
    public record Delete(RowKey key, long version) implements Change {
        @Override
        public boolean isDerived() {
            return version > 0;
        }
    }

    /** Numbers added to the counters of a space, position by position. */
    public record Increment(int space, long[] deltas) {
        public Increment {
            assert space >= 0 : "space " + space;
        }
    }

    /** Puts a row. */
    public void put(RowKey key, Row row) {
        changes.add(new Put(key, row, false, false));
    }

    /** Puts a row that follows from what else is changed, whose version it carries. */
    public void putDerived(RowKey key, Row row) {
        changes.add(new Put(key, row, true, false));
    }

    /**
     * Puts a row that says what is still to be done after the commit. There never was one under its
     * key and never will be another; once it is done, the row is taken away by a derived deletion
     * of its version.
     */
    public void putWaiting(RowKey key, Row row) {
        changes.add(new Put(key, row, false, true));
    }

    /** Deletes a row, if it is there. */
    public void delete(RowKey key) {
        changes.add(new Delete(key, 0));
    }

    /**
     * Deletes a row that was derived, if it is there.
     *
     * @param version of the change from which that follows; not that of a row which is put under
     *     the same key
     */
    public void deleteDerived(RowKey key, long version) {
        assert version > 0 : "A derived deletion without a version: " + key;
        changes.add(new Delete(key, version));
    }

    /** Adds to the counters of a space; see {@link Store#counters}. */
    public void increment(int space, long... deltas) {
        increments.add(new Increment(space, deltas));
    }

    /** Does everything that another batch does, after what this one does already. */
    public void addAll(WriteBatch other) {
        changes.addAll(other.changes);
        increments.addAll(other.increments);
    }

    /** Takes the derived changes out, which somebody else is to make. */
    public List<Change> takeDerived() {
        List<Change> derived = changes.stream().filter(Change::isDerived).toList();
        changes.removeIf(Change::isDerived);
        return derived;
    }

    /** The changes in the order in which they were made. */
    public List<Change> changes() {
        return changes;
    }

    /** The increments. */
    public List<Increment> increments() {
        return increments;
    }

    /** Whether nothing would change. */
    public boolean isEmpty() {
        return changes.isEmpty() && increments.isEmpty();
    }
}
