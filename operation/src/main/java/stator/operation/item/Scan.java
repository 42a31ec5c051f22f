package stator.operation.item;

import java.util.List;
import java.util.Optional;
import stator.database.item.ScanSpec;
import stator.expression.Condition;
import stator.expression.Projection;
import stator.model.ApiException;
import stator.model.Item;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.target.ReadTarget;
import stator.operation.target.Selection;
import stator.protocol.InvalidValueException;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** Reads all items of a table or index, or of one of several disjoint segments of it. */
public final class Scan implements Operation {
    private static final ParameterStyle STYLE =
            new ParameterStyle(
                    List.of("ProjectionExpression", "FilterExpression"),
                    List.of("AttributesToGet", "ScanFilter", "ConditionalOperator"),
                    true);

    @Override
    public String name() {
        return "Scan";
    }

    @Override
    public boolean worksAcrossAccounts() {
        return true;
    }

    @Override
    public Access access() {
        return Access.READ;
    }

    /** Most pages are small; {@link ItemPage} finds out. */
    @Override
    public boolean mayBlock() {
        return false;
    }

    @Override
    public boolean tellsExpressionSize() {
        return true;
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.source(request);
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        String tableName = request.string("TableName");
        TableReference reference = TableReference.of(context, this, tableName);
        STYLE.check(request);
        LegacyParameters.requireConditionsToJoin(request, "ScanFilter");
        Selection selection = Selection.of(request);
        RequestExpressions.requireDistinctAttributes(request);
        Optional<Item> start = startKey(request);
        requireSegment(request);
        RequestExpressions expressions = new RequestExpressions(context, request, STYLE);
        Optional<Condition> filter = expressions.filter("ScanFilter");
        Optional<Projection> projection = expressions.projection();
        expressions.requireAllUsed();

        ItemTable table = ItemTable.open(context, reference, tableName);
        ReadTarget target = ReadTarget.of(context, table, request);
        start.ifPresent(key -> StartKey.requireForScan(key, target));
        projection.ifPresent(
                checked -> ItemKeys.requireScalarUse(checked.nestedNames(), table.table()));
        filter.ifPresent(
                checked -> ItemKeys.requireScalarUse(checked.nestedNames(), table.table()));

        ScanSpec spec =
                new ScanSpec(
                        target.indexName(),
                        request.integer("Segment", 0),
                        request.integer("TotalSegments", 1),
                        start.orElse(Item.EMPTY),
                        ReadTarget.consistency(request));
        requireInSegment(context, table, spec);
        ItemPage page =
                new ItemPage(context, request, target, selection, filter, projection, response);
        page.respond(visitor -> context.items().scan(table.table(), spec, visitor));
    }

    /** AWS says of some mistakes in values, but not of all, that they are in the start key. */
    private static Optional<Item> startKey(Struct request) {
        try {
            return request.findItem("ExclusiveStartKey");
        } catch (InvalidValueException e) {
            throw switch (e.error()) {
                case EMPTY, SEVERAL_TYPES, NULL_FALSE ->
                        ApiException.validation(
                                "The provided starting key is invalid: " + e.getMessage());
                case EMPTY_SET, DUPLICATE_IN_SET, NUMBER, NESTING, ATTRIBUTE_NAME -> e;
            };
        }
    }

    private static void requireSegment(Struct request) {
        boolean hasSegment = request.has("Segment");
        boolean hasTotal = request.has("TotalSegments");
        if (hasSegment && !hasTotal) {
            throw ApiException.validation(
                    "The TotalSegments parameter is required but was not present in the request"
                            + " when Segment parameter is present");
        }
        if (hasTotal && !hasSegment) {
            throw ApiException.validation(
                    "The Segment parameter is required but was not present in the request when"
                            + " parameter TotalSegments is present");
        }
        if (hasTotal && request.integer("Segment") >= request.integer("TotalSegments")) {
            throw ApiException.validation(
                    "The Segment parameter is zero-based and must be less than parameter"
                            + " TotalSegments: Segment: "
                            + request.integer("Segment")
                            + " is not less than TotalSegments: "
                            + request.integer("TotalSegments"));
        }
    }

    private static void requireInSegment(RequestContext context, ItemTable table, ScanSpec spec) {
        if (!context.database().items().startsInSegment(table.table(), spec)) {
            throw ApiException.validation(
                    "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use"
                            + " ExclusiveStartKey with correct Segment. TotalSegments: "
                            + spec.totalSegments()
                            + " Segment: "
                            + spec.segment());
        }
    }
}
