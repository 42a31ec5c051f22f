package stator.operation.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.item.KeyRange;
import stator.database.item.QuerySpec;
import stator.expression.Condition;
import stator.expression.Projection;
import stator.expression.key.KeyCondition;
import stator.expression.key.KeyConditionExpression;
import stator.expression.key.SortRange;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.RequestRule;
import stator.operation.request.TableReference;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.target.ReadTarget;
import stator.operation.target.Selection;
import stator.protocol.CurrentLayer;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.protocol.ValidationLayer;

/** Reads the items of one partition of a table or index, in the order of the sort key. */
public final class Query implements Operation {
    private static final ParameterStyle STYLE =
            new ParameterStyle(
                    List.of("ProjectionExpression", "FilterExpression", "KeyConditionExpression"),
                    List.of(
                            "AttributesToGet",
                            "QueryFilter",
                            "ConditionalOperator",
                            "KeyConditions"),
                    true);

    @Override
    public String name() {
        return "Query";
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
    public ValidationLayer layer() {
        return ValidationLayer.CURRENT;
    }

    @Override
    public boolean isEnveloped(RequestRule rule) {
        return rule == RequestRule.SELECT;
    }

    @Override
    public void checkAlone(Struct request) {
        if (request.integer("Limit", 1) < 1) {
            throw CurrentLayer.outOfLimit("Limit", "value greater than or equal to 1");
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
        STYLE.check(request);
        LegacyParameters.requireConditionsToJoin(request, "QueryFilter");
        Selection selection = Selection.of(request);
        RequestExpressions.requireDistinctAttributes(request);
        Optional<Item> start = request.findItem("ExclusiveStartKey");
        requireKeyCondition(request);
        RequestExpressions expressions = new RequestExpressions(context, request, STYLE);
        KeyConditionExpression keyExpression = expressions.keyCondition();
        Optional<Condition> filter = expressions.filter("QueryFilter");
        Optional<Projection> projection = expressions.projection();
        expressions.requireAllUsed();
        keyExpression.requireWellFormed();

        ItemTable table = ItemTable.open(context, reference, tableName);
        ReadTarget target = ReadTarget.of(context, table, request);
        start.ifPresent(key -> StartKey.requireForQuery(key, target));
        KeyCondition condition = keyExpression.on(target.key());
        ItemKeys.requirePartitionSize(condition);
        start.ifPresent(key -> StartKey.requireWithin(key, condition, target.key()));
        projection.ifPresent(
                checked -> ItemKeys.requireScalarUse(checked.nestedNames(), table.table()));
        filter.ifPresent(checked -> requireFilter(request, checked, target));
        ItemPage page =
                new ItemPage(context, request, target, selection, filter, projection, response);

        QuerySpec spec =
                new QuerySpec(
                        target.indexName(),
                        range(condition),
                        request.bool("ScanIndexForward", true),
                        start.orElse(Item.EMPTY),
                        ReadTarget.consistency(request));
        page.respond(visitor -> context.items().query(table.table(), spec, visitor));
    }

    private static void requireKeyCondition(Struct request) {
        if (!request.has("KeyConditions") && !request.has("KeyConditionExpression")) {
            throw ApiException.validation(
                    "Either the KeyConditions or KeyConditionExpression parameter must be specified"
                            + " in the request.");
        }
    }

    private static void requireFilter(Struct request, Condition filter, ReadTarget target) {
        Set<String> names = filter.topLevelNames();
        for (KeyAttribute attribute : target.key().attributes()) {
            if (names.contains(attribute.name())) {
                throw ApiException.validation(
                        (request.has("QueryFilter") ? "QueryFilter" : "Filter Expression")
                                + " can only contain non-primary key attributes: Primary key"
                                + " attribute: "
                                + attribute.name());
            }
        }
        ItemKeys.requireScalarUse(filter.nestedNames(), target.table().table());
        target.requireFilterProjected(names);
    }

    /** The condition in the database's form, in which equality of the last attribute is a range. */
    private static KeyRange range(KeyCondition condition) {
        List<AttributeValue> prefix = condition.sortPrefix();
        SortRange range = condition.range();
        if (range.operator() == SortRange.Operator.ALL && !prefix.isEmpty()) {
            return new KeyRange(
                    condition.partition(),
                    prefix.subList(0, prefix.size() - 1),
                    KeyRange.Operator.EQ,
                    List.of(prefix.getLast()));
        }
        KeyRange.Operator operator =
                switch (range.operator()) {
                    case ALL -> KeyRange.Operator.ANY;
                    case LT -> KeyRange.Operator.LT;
                    case LE -> KeyRange.Operator.LE;
                    case GT -> KeyRange.Operator.GT;
                    case GE -> KeyRange.Operator.GE;
                    case BETWEEN -> KeyRange.Operator.BETWEEN;
                    case BEGINS_WITH -> KeyRange.Operator.BEGINS_WITH;
                };
        return new KeyRange(
                condition.partition(), new ArrayList<>(prefix), operator, range.operands());
    }
}
