package stator.operation.archive;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import stator.bucket.Bucket;
import stator.database.table.TableDescription;
import stator.expression.Condition;
import stator.expression.ExpressionCache;
import stator.expression.ExpressionContext;
import stator.expression.Projection;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.format.ItemFormat;
import stator.operation.shape.DynamoDbShapes;
import stator.protocol.RequestReader;
import stator.protocol.Struct;

/** What an export was asked for, read from the request's JSON, as often as it is needed. */
@SuppressWarnings("exports") // Requests are seen by the operations of this module only.
public final class ExportRequest {
    private static final String FILTER = "FilterSpecification";
    private static final int CACHE_ENTRIES = 16;

    private final Struct request;

    private ExportRequest(Struct request) {
        this.request = request;
    }

    /** What a request says. */
    public static ExportRequest of(Struct request) {
        return new ExportRequest(request);
    }

    /** What the request of an export said. */
    public static ExportRequest of(ExportJob job) {
        return new ExportRequest(
                new RequestReader(DynamoDbShapes.load())
                        .readAccepted(
                                "ExportTableToPointInTime",
                                job.request().getBytes(StandardCharsets.UTF_8)));
    }

    /** The request's members. */
    public Struct members() {
        return request;
    }

    ItemFormat format() {
        return ItemFormat.valueOf(request.string("ExportFormat", ItemFormat.DYNAMODB_JSON.name()));
    }

    String bucket() {
        return request.string("S3Bucket");
    }

    /** What the keys of all files begin with: empty, or with a slash at the end. */
    String prefix() {
        return Bucket.folder(request.string("S3Prefix", ""));
    }

    /** Whether records of changes have the items as they were before. */
    boolean showsOldImages() {
        return request.findStruct("IncrementalExportSpecification")
                .map(specification -> specification.string("ExportViewType", ""))
                .filter("NEW_IMAGE"::equals)
                .isEmpty();
    }

    /**
     * Which items are exported, and what of them.
     *
     * @param accepts whether an item is exported
     * @param shown what of it
     */
    public record Filter(Predicate<Item> accepts, UnaryOperator<Item> shown) {
        private static final Filter NONE = new Filter(item -> true, UnaryOperator.identity());
    }

    /**
     * The filter.
     *
     * @throws ApiException a ValidationException in AWS's words if there is something wrong with it
     */
    public Filter filter(TableDescription table) {
        if (!request.has(FILTER)) {
            return Filter.NONE;
        }
        Struct specification = request.struct(FILTER);
        if (specification.json().equals("{}")) {
            throw invalid("The specification can not be empty");
        }
        try {
            return filter(specification, table);
        } catch (InvalidExpressionException e) {
            throw invalid(e.getMessage());
        }
    }

    private static ApiException invalid(String problem) {
        return ApiException.validation("Invalid Request: Invalid FilterSpecification: " + problem);
    }

    private static Filter filter(Struct specification, TableDescription table) {
        ExpressionContext context =
                new ExpressionContext(
                        new ExpressionCache(CACHE_ENTRIES),
                        specification.has("ExpressionAttributeNames")
                                ? specification.stringMap("ExpressionAttributeNames")
                                : null,
                        specification.findItem("ExpressionAttributeValues").orElse(null));
        Predicate<Item> accepts = item -> true;
        Optional<String> key = specification.findString("KeyConditionExpression");
        if (key.isPresent()) {
            context.keyCondition(key.get()).on(table.key());
            accepts = context.condition(key.get())::test;
        }
        Optional<Condition> condition =
                specification.findString("FilterExpression").map(context::filter);
        if (condition.isPresent()) {
            if (key.isPresent()) {
                requireNoKey(condition.get(), table);
            }
            accepts = accepts.and(condition.get()::test);
        }
        Optional<Projection> projection =
                specification.findString("ProjectionExpression").map(context::projection);
        context.requireAllUsed();
        return new Filter(
                accepts, item -> projection.isEmpty() ? item : projection.get().project(item));
    }

    /** As in a Query: what the key condition may speak of, the filter may not. */
    private static void requireNoKey(Condition filter, TableDescription table) {
        for (KeyAttribute attribute : table.key().attributes()) {
            if (filter.topLevelNames().contains(attribute.name())) {
                throw invalid(
                        "Filter Expression can only contain non-primary key attributes: Primary key"
                                + " attribute: "
                                + attribute.name());
            }
        }
    }
}
