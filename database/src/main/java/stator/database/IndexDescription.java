package stator.database;

import java.util.List;
import stator.model.KeySchema;

/**
 * What is known of one secondary index.
 *
 * @param nonKeyAttributes the names that {@link Projection#INCLUDE} adds, in the order given
 * @param throughput of a global index; {@link Throughput#ON_DEMAND} in a local one
 * @param transition creating (with {@code backfilling}), updating, deleting, or nothing
 * @param backfilling whether items that were there before the index are still being added
 */
public record IndexDescription(
        String name,
        Scope scope,
        KeySchema key,
        Projection projection,
        List<String> nonKeyAttributes,
        Throughput throughput,
        Transition transition,
        boolean backfilling) {
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
                false);
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
                false);
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
                name,
                scope,
                key,
                projection,
                nonKeyAttributes,
                throughput,
                transition,
                backfilling);
    }

    /** The same in another state. */
    public IndexDescription withTransition(Transition transition, boolean backfilling) {
        return new IndexDescription(
                name,
                scope,
                key,
                projection,
                nonKeyAttributes,
                throughput,
                transition,
                backfilling);
    }
}
