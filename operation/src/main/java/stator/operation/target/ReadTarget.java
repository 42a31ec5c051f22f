package stator.operation.target;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.TableStatus;
import stator.model.ApiException;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.request.RequestContext;
import stator.protocol.Struct;
import stator.storage.Consistency;

/** What a Query or Scan reads: a table, or one of its indexes. */
public record ReadTarget(ItemTable table, Optional<IndexDescription> index) {
    private static final String INVALID = "One or more parameter values were invalid: ";

    /** Only one of the two has a full stop. */
    public static final String QUERY_OF_VECTORS =
            "Query operation not supported on this index type.";

    public static final String SCAN_OF_VECTORS = "Scan operation not supported on this index type";

    /** What a request reads, which must be there and readable in the way it asks for. */
    public static ReadTarget of(RequestContext context, ItemTable table, Struct request) {
        if (!request.has("IndexName")) {
            return new ReadTarget(table, Optional.empty());
        }
        String name = request.string("IndexName");
        IndexDescription index =
                find(context, table, name)
                        .orElseThrow(() ->
                                ApiException.validation(
                                        "The table does not have the specified index: " + name));
        if (index.isVector()) {
            throw request.declares("KeyConditionExpression")
                    ? ApiException.validation(QUERY_OF_VECTORS)
                    : ApiException.validation(SCAN_OF_VECTORS);
        }
        if (index.isGlobal() && consistency(request) == Consistency.STRONG) {
            throw ApiException.validation(
                    "Consistent reads are not supported on global secondary indexes");
        }
        requireFilled(index);
        return new ReadTarget(table, Optional.of(index));
    }

    /** An index that is not about to go. */
    public static Optional<IndexDescription> find(
            RequestContext context, ItemTable table, String name) {
        return table.table().index(name).filter(found -> !isGoing(context, found));
    }

    /** Checks that an index holds all that it should. */
    public static void requireFilled(IndexDescription index) {
        if (index.backfilling()) {
            throw ApiException.validation(
                    "Cannot read from backfilling global secondary index: " + index.name());
        }
    }

    private static boolean isGoing(RequestContext context, IndexDescription index) {
        return index.statusAt(context.clock().millis()) == TableStatus.DELETING;
    }

    /** How fresh a request wants to read. */
    public static Consistency consistency(Struct request) {
        return request.bool("ConsistentRead", false) ? Consistency.STRONG : Consistency.EVENTUAL;
    }

    /** The name by which the database knows it: empty for the table itself. */
    public String indexName() {
        return index.map(IndexDescription::name).orElse("");
    }

    /** The key in whose order it is read. */
    public KeySchema key() {
        return index.map(IndexDescription::key).orElse(table.table().key());
    }

    /** The attributes that tell where a page ended: the table's key and the index's. */
    public List<KeyAttribute> positionAttributes() {
        return ItemKeys.attributes(table.table().key(), index);
    }

    /**
     * Whether items have to be fetched from the table to return what is selected: a local index can
     * return attributes that it does not hold, a global one refuses.
     *
     * @param names the top-level attributes that the request projects
     */
    public boolean fetches(Selection selection, Collection<String> names) {
        if (index.isEmpty()) {
            return false;
        }
        return switch (selection) {
            case COUNT, ALL_PROJECTED_ATTRIBUTES -> false;
            case ALL_ATTRIBUTES -> fetchesAll(index.get());
            case SPECIFIC_ATTRIBUTES -> fetchesSome(index.get(), names);
        };
    }

    private static boolean fetchesAll(IndexDescription index) {
        if (index.projection() == Projection.ALL) {
            return false;
        }
        if (index.isGlobal()) {
            throw ApiException.validation(
                    INVALID
                            + "Select type ALL_ATTRIBUTES is not supported for global secondary"
                            + " index "
                            + index.name()
                            + " because its projection type is not ALL");
        }
        return true;
    }

    private boolean fetchesSome(IndexDescription index, Collection<String> names) {
        List<String> missing = unprojected(names);
        if (!missing.isEmpty() && index.isGlobal()) {
            throw ApiException.validation(
                    INVALID
                            + "Global secondary index "
                            + index.name()
                            + " does not project ["
                            + String.join(", ", missing)
                            + "]");
        }
        return !missing.isEmpty();
    }

    /** Checks that a Query's filter can be evaluated on the index. */
    public void requireFilterProjected(Collection<String> names) {
        List<String> missing = unprojected(names);
        if (!missing.isEmpty()) {
            throw ApiException.validation(
                    INVALID
                            + "Secondary index "
                            + indexName()
                            + " does not project one or more filter attributes: ["
                            + String.join(", ", missing)
                            + "]");
        }
    }

    private List<String> unprojected(Collection<String> names) {
        return names.stream().filter(name -> !projects(name)).toList();
    }

    private boolean projects(String name) {
        return index.isEmpty()
                || index.get().projection() == Projection.ALL
                || index.get().key().find(name).isPresent()
                || table.table().key().find(name).isPresent()
                || index.get().nonKeyAttributes().contains(name);
    }
}
