package stator.database.table;

import java.util.List;
import java.util.Optional;
import stator.model.Item;
import stator.model.KeySchema;

/**
 * A table as it stood at one moment. Immutable; reads may go on with an old one, writes always go
 * by the newest.
 */
public interface Table {
    /** The table's name. */
    String name();

    /** Whose table it is. */
    Namespace namespace();

    /** Where it is. */
    String region();

    /** Where the other replicas are, if it is one of a global table. */
    List<String> replicaRegions();

    /** Whether it is a replica of a global table with strong consistency between regions. */
    boolean isStrong();

    /** What is known of it. */
    TableDescription description();

    /** Its primary key. */
    KeySchema key();

    /** The index of that name. */
    Optional<IndexDescription> index(String indexName);

    /**
     * The secondary indexes in the order in which AWS checks their keys: global ones before local
     * ones, each by their names.
     */
    List<IndexDescription> checkedIndexes();

    /** The vector indexes, by their names. */
    List<IndexDescription> vectorIndexes();

    /** The status at a time. */
    TableStatus statusAt(long nowMillis);

    /** Whether a change of an item changes its entry in a secondary index, once that is filled. */
    boolean changesEntry(String indexName, Optional<Item> before, Optional<Item> after);
}
