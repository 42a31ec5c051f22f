package stator.storage;

import java.util.ArrayList;
import java.util.List;

/**
 * The changes of one decision, applied all or not at all.
 *
 * <p>Rows may be put and deleted under any key, not only under those that the decision read. A
 * later change of a key replaces an earlier one. Counters are changed by adding, so that decisions
 * about different rows of one table need not wait for each other. Not for use by several threads.
 */
public final class WriteBatch {
    private final List<Change> changes = new ArrayList<>(4);
    private final List<Increment> increments = new ArrayList<>(1);

    /** One changed row. */
    public sealed interface Change {
        /** The row's key. */
        RowKey key();
    }

    /** The row is there afterwards. */
    public record Put(RowKey key, Row row) implements Change {}

    /** The row is not there afterwards. */
    public record Delete(RowKey key) implements Change {}

    /** Numbers added to the counters of a space, position by position. */
    public record Increment(int space, long[] deltas) {
        public Increment {
            assert space >= 0 : "space " + space;
        }
    }

    /** Puts a row. */
    public void put(RowKey key, Row row) {
        changes.add(new Put(key, row));
    }

    /** Deletes a row, if it is there. */
    public void delete(RowKey key) {
        changes.add(new Delete(key));
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
