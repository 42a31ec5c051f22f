package stator.database.table;

import java.util.List;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;

/**
 * What is known of one index: a secondary index or a vector index.
 *
 * @param key by which entries are found. Those of a vector index stand together by the HASH
 *     attribute of its search schema, or by the table's partition key if there is none.
 * @param nonKeyAttributes the names that {@link Projection#INCLUDE} adds, in the order given
 * @param vector of a vector index; {@link VectorSettings#NONE} in others
 * @param throughput of a global index; {@link Throughput#ON_DEMAND} in others
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
        VectorSettings vector,
        Throughput throughput,
        Transition transition,
        Backfill backfill) {
    public IndexDescription {
        nonKeyAttributes = List.copyOf(nonKeyAttributes);
        if (vector.equals(VectorSettings.NONE) == (scope == Scope.VECTOR)) {
            throw new IllegalArgumentException("Vector indexes and no others have vectors");
        }
        assert !name.isEmpty() : "An index without a name";
    }

    /** Whose partitions an index shares. */
    public enum Scope {
        /** The table's partitions: a local secondary index. */
        LOCAL,
        /** Partitions of its own: a global secondary index. */
        GLOBAL,
        /** Partitions of its own, which are searched: a vector index. */
        VECTOR
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
                VectorSettings.NONE,
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
                VectorSettings.NONE,
                throughput,
                Transition.NONE,
                Backfill.NONE);
    }

    /** A vector index of a table with that key, ready for use. */
    public static IndexDescription vector(
            String name,
            KeySchema tableKey,
            VectorSettings vector,
            Projection projection,
            List<String> nonKeyAttributes) {
        List<KeyAttribute> partition = vector.hash().map(List::of).orElseGet(tableKey::partition);
        return new IndexDescription(
                name,
                Scope.VECTOR,
                new KeySchema(partition, List.of()),
                projection,
                nonKeyAttributes,
                vector,
                Throughput.ON_DEMAND,
                Transition.NONE,
                Backfill.NONE);
    }

    /** Whether it is a local index. */
    public boolean isLocal() {
        return scope == Scope.LOCAL;
    }

    /** Whether it is a vector index. */
    public boolean isVector() {
        return scope == Scope.VECTOR;
    }

    /** The attributes that the table has to define for it. */
    public List<KeyAttribute> definedAttributes() {
        return isVector() ? vector.attributes() : key.attributes();
    }

    /** Whether it is a global secondary index. */
    public boolean isGlobal() {
        return scope == Scope.GLOBAL;
    }

    /** The same as it is in a new table, ready for use. */
    public IndexDescription renewed(String newName, Throughput newThroughput) {
        return new IndexDescription(
                newName,
                scope,
                key,
                projection,
                nonKeyAttributes,
                vector,
                newThroughput,
                Transition.NONE,
                Backfill.NONE);
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
                vector,
                throughput,
                transition,
                backfill);
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
    public IndexDescription filled() {
        return with(Transition.NONE, Backfill.NONE);
    }

    private IndexDescription with(Transition transition, Backfill backfill) {
        return new IndexDescription(
                name,
                scope,
                key,
                projection,
                nonKeyAttributes,
                vector,
                throughput,
                transition,
                backfill);
    }
}
