package stator.operation.item;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.item.VectorMatch;
import stator.database.item.VectorSearch;
import stator.database.table.IndexDescription;
import stator.database.table.VectorSettings;
import stator.expression.Projection;
import stator.expression.SearchCondition;
import stator.expression.SearchCondition.Comparison;
import stator.expression.SearchCondition.Fitted;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.target.ReadTarget;
import stator.operation.target.VectorCapacity;
import stator.operation.target.VectorRules;
import stator.protocol.CurrentLayer;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * Finds the items of a vector index whose vectors are nearest to one.
 *
 * <p>Words and order of checks are from captures of the service (nubo-db/dynoxide and the
 * dynamodb-conformance suite, August 2026). What the service does with an answer of more than 16 MB
 * could not be established: here the farthest items are left out.
 */
public final class SearchVectors implements Operation {
    static final int COUNT_MAX = 100;
    private static final int INDEX_NAME_LENGTH_MIN = 3;
    private static final int INDEX_NAME_LENGTH_MAX = 255;
    static final long RESPONSE_BYTES_MAX = 16L << 20;

    private static final ParameterStyle STYLE =
            new ParameterStyle(
                    List.of("SearchConditionExpression", "ProjectionExpression"), List.of(), true);

    @Override
    public String name() {
        return "SearchVectors";
    }

    @Override
    public Access access() {
        return Access.READ;
    }

    /**
     * AWS serves this operation from endpoints of its own, which report lengths alone and without
     * the value (captured by nubo-db/dynoxide, August 2026).
     */
    @Override
    public void checkAlone(Struct request) {
        if (!request.hasRequired()) {
            return;
        }
        int nameLength = request.string("IndexName").length();
        if (nameLength < INDEX_NAME_LENGTH_MIN) {
            throw CurrentLayer.outOfLimit(
                    "IndexName", "length greater than or equal to " + INDEX_NAME_LENGTH_MIN);
        }
        if (nameLength > INDEX_NAME_LENGTH_MAX) {
            throw CurrentLayer.outOfLimit(
                    "IndexName", "length less than or equal to " + INDEX_NAME_LENGTH_MAX);
        }
        if (request.sizeOf("SearchVector") == 0) {
            throw CurrentLayer.tooShort("SearchVector");
        }
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.source(request);
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        String tableName = request.string("TableName");
        TableReference reference = TableReference.of(context, this, tableName);
        int count = readCount(request);
        STYLE.check(request);
        RequestExpressions expressions = new RequestExpressions(context, request, STYLE);
        Optional<SearchCondition> condition = expressions.searchCondition();
        Optional<Projection> projection = expressions.projection();
        expressions.requireAllUsed();
        List<AttributeValue> elements = request.values("SearchVector");

        ItemTable table = ItemTable.open(context, reference, tableName);
        float[] vector = readVector(elements);
        IndexDescription index = readIndex(context, table, request.string("IndexName"));
        requireDimensions(vector, index.vector());
        Optional<Fitted> fitted = fit(condition, index.vector());
        VectorSearch search =
                new VectorSearch(
                        index.name(),
                        fitted.flatMap(Fitted::hash),
                        vector,
                        count,
                        fitted.flatMap(Fitted::filter).map(filter -> filter::test),
                        wantsVector(projection, index.vector()));
        List<VectorMatch> matches =
                withinLimit(context.database().items().search(table.table(), search));
        write(request, index.vector(), matches, projection, response);
    }

    private static int readCount(Struct request) {
        int count = request.integer("TopK");
        if (count > COUNT_MAX) {
            throw ApiException.validation(
                    "Provided TopK value '"
                            + count
                            + "' is out of valid range. The value must be between 1 and "
                            + COUNT_MAX
                            + " inclusive");
        }
        return count;
    }

    private static float[] readVector(List<AttributeValue> elements) {
        float[] vector = new float[elements.size()];
        for (int i = 0; i < vector.length; i++) {
            AttributeValue element = elements.get(i);
            if (element.type() != AttributeType.N || !VectorRules.isFloat(element)) {
                throw ApiException.validation(
                        "Search vector contains invalid values. All values in the search vector"
                                + " must be a 32-bit floating-point number attribute");
            }
            vector[i] = Float.parseFloat(element.text());
        }
        return vector;
    }

    /** The index, which must be there and hold all that it should. */
    private static IndexDescription readIndex(
            RequestContext context, ItemTable table, String name) {
        IndexDescription index =
                ReadTarget.find(context, table, name)
                        .filter(IndexDescription::isVector)
                        .orElseThrow(() ->
                                ApiException.validation(
                                        "The table does not have the specified index: " + name));
        if (index.backfilling()) {
            throw ApiException.validation("Cannot search backfilling vector index: " + name);
        }
        return index;
    }

    private static void requireDimensions(float[] vector, VectorSettings settings) {
        if (vector.length != settings.dimensions()) {
            throw ApiException.validation(
                    "Input search vector dimension "
                            + vector.length
                            + " does not match vector index dimension "
                            + settings.dimensions());
        }
    }

    private static Optional<Fitted> fit(
            Optional<SearchCondition> condition, VectorSettings settings) {
        Optional<String> hash = settings.hash().map(KeyAttribute::name);
        if (condition.isEmpty()) {
            if (hash.isPresent()) {
                throw ApiException.validation(
                        "SearchConditionExpression must be provided when SearchSchema has a HASH"
                                + " key");
            }
            return Optional.empty();
        }
        Set<String> schema = new HashSet<>();
        settings.attributes().forEach(attribute -> schema.add(attribute.name()));
        Fitted fitted = condition.get().on(hash, schema);
        fitted.comparisons().forEach(comparison -> requireType(comparison, settings));
        if (fitted.hash().isPresent()) {
            ItemKeys.requireNotEmpty(fitted.hash().get(), settings.hash().orElseThrow());
            ItemKeys.requirePartitionSize(fitted.hash().get().sizeBytes());
        }
        return Optional.of(fitted);
    }

    private static void requireType(Comparison comparison, VectorSettings settings) {
        AttributeType type = settings.find(comparison.attribute()).orElseThrow().type();
        if (comparison.value().type() != type) {
            throw ApiException.validation(
                    "Type of '"
                            + comparison.attribute()
                            + "' attribute in SearchConditionExpression ("
                            + comparison.value().type()
                            + ") does not match type in search schema ("
                            + type
                            + ")");
        }
    }

    /** Vectors are returned to those who ask for them by name. */
    private static boolean wantsVector(Optional<Projection> projection, VectorSettings settings) {
        return projection
                .filter(checked -> checked.topLevelNames().contains(settings.attribute()))
                .isPresent();
    }

    private static List<VectorMatch> withinLimit(List<VectorMatch> matches) {
        long bytes = 0;
        for (int i = 0; i < matches.size(); i++) {
            bytes += matches.get(i).item().sizeBytes();
            if (bytes > RESPONSE_BYTES_MAX) {
                return matches.subList(0, i);
            }
        }
        return matches;
    }

    private static void write(
            Struct request,
            VectorSettings settings,
            List<VectorMatch> matches,
            Optional<Projection> projection,
            ResponseWriter response) {
        response.startObject().field("SearchResults").startArray();
        int vectors = 0;
        for (VectorMatch match : matches) {
            Item item = projection.map(p -> p.project(match.item())).orElse(match.item());
            vectors += item.contains(settings.attribute()) ? 1 : 0;
            response.startObject().member("Item", item).member("Score", match.score()).endObject();
        }
        response.endArray();
        if (ConsumedCapacity.Detail.of(request) != ConsumedCapacity.Detail.NONE) {
            VectorCapacity.writeSearch(
                    VectorCapacity.ofSearch(settings.dimensions(), matches, vectors), response);
        }
        response.endObject();
    }
}
