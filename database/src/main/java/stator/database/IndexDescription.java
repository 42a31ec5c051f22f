package stator.database;

import java.util.List;
import stator.model.KeySchema;

/**
 * What is known of one secondary index.
 *
 * @param nonKeyAttributes the names that {@link Projection#INCLUDE} adds, in the order given
 * @param throughput of a global index; {@link Throughput#ON_DEMAND} in a local one
 * @param transition creating (if it is being backfilled, until that is done), updating, deleting,
 *     or nothing
 * @param backfill how the items that were there before the index get into it
 */
public record IndexDescription(
        String name,
        Scope scope,
        KeySchema key,
        Projection projection,
        List<String> nonKeyAttributes,
        Throughput throughput,
        Transition transition,
        Backfill backfill) {
    public IndexDescription {
        nonKeyAttributes = List.copyOf(nonKeyAttributes);
    }

    /** Whose partitions an index shares. */
    public enum Scope {
        /** The table's partitions: a local secondary index. */
        LOCAL,
        /** Partitions of its own: a global secondary index. */
        GLOBAL
    }

    /** Which attributes the entries carry; the names are the API's. */
    public enum Projection {
        KEYS_ONLY,
        INCLUDE,
        ALL
    }

    /** A local index. */
    public static IndexDescription local(
            String name, KeySchema key, Projection projection, List<String> nonKeyAttributes) {
        return new IndexDescription(
                name,
                Scope.LOCAL,
                key,
                projection,
                nonKeyAttributes,
                Throughput.ON_DEMAND,
                Transition.NONE,
                Backfill.NONE);
    }

    /** A global index, ready for use. */
    public static IndexDescription global(
            String name,
            KeySchema key,
            Projection projection,
            List<String> nonKeyAttributes,
            Throughput throughput) {
        return new IndexDescription(
                name,
                Scope.GLOBAL,
                key,
                projection,
                nonKeyAttributes,
                throughput,
                Transition.NONE,
                Backfill.NONE);
    }

    /** Whether it is a global index. */
    public boolean isGlobal() {
        return scope == Scope.GLOBAL;
    }

    /** The status at a time. */
    public TableStatus statusAt(long nowMillis) {
        return transition.statusAt(nowMillis);
    }

    /** The same with other capacity settings. */
    public IndexDescription withThroughput(Throughput throughput) {
        return new IndexDescription(
                name, scope, key, projection, nonKeyAttributes, throughput, transition, backfill);
    }

    /** Whether items that were there before the index are still being added. */
    public boolean backfilling() {
        return !backfill.equals(Backfill.NONE);
    }

    /** The same on its way from one state to another. */
    public IndexDescription withTransition(Transition transition) {
        return with(transition, backfill);
    }

    /** The same as it is while it is added to a table that is there. */
    public IndexDescription withBackfill(Backfill backfill) {
        return with(new Transition(TableStatus.CREATING, Long.MAX_VALUE), backfill);
    }

    /** The same, with all items in it. */
    IndexDescription filled() {
        return with(Transition.NONE, Backfill.NONE);
    }

    private IndexDescription with(Transition transition, Backfill backfill) {
        return new IndexDescription(
                name, scope, key, projection, nonKeyAttributes, throughput, transition, backfill);
    }
}
