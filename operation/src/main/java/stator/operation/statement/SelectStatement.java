package stator.operation.statement;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import stator.database.item.ItemVisitor;
import stator.database.item.QuerySpec;
import stator.database.item.ScanSpec;
import stator.database.table.IndexDescription;
import stator.expression.Condition;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.KeySchema;
import stator.operation.item.ItemPage;
import stator.operation.partiql.KeyEqualities;
import stator.operation.partiql.KeyPlan;
import stator.operation.partiql.Statement;
import stator.operation.partiql.StatementExpressions;
import stator.operation.partiql.StatementProjection;
import stator.operation.partiql.StatementValues;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.operation.target.ItemKeys;
import stator.operation.target.ItemTable;
import stator.operation.target.ReadTarget;
import stator.operation.target.Selection;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.storage.Consistency;

/**
 * A SELECT that is checked against its table: a Query of one or several key ranges, a Scan, or the
 * read of one item.
 */
final class SelectStatement {
    private final RequestContext context;
    private final BoundStatement bound;
    private final Statement.Select select;
    private final StatementValues values;
    private final Optional<Condition> filter;
    private final StatementProjection projection;
    private final ItemTable table;

    private SelectStatement(
            RequestContext context,
            Operation operation,
            BoundStatement bound,
            Statement.Select select) {
        this.context = context;
        this.bound = bound;
        this.select = select;
        select.refused().ifPresent(refusal -> refuse(operation, refusal));
        values = bound.values();
        filter = StatementExpressions.condition(select.where(), values);
        projection = new StatementProjection(select.projection());
        table = ItemTable.open(context, operation, select.table());
    }

    /**
     * Finds the table.
     *
     * @throws RuntimeException what an {@link Operation} may throw
     */
    static SelectStatement of(
            RequestContext context,
            Operation operation,
            BoundStatement bound,
            Statement.Select select) {
        return new SelectStatement(context, operation, bound, select);
    }

    ItemTable table() {
        return table;
    }

    /** Reads a page and writes the whole response. */
    void respond(Struct request, ResponseWriter response) {
        ReadTarget target = target(ReadTarget.consistency(request));
        KeySchema key = target.key();
        requireOrdering(key);
        KeyPlan plan = KeyPlan.of(select.where(), key, values);
        requirePlanned(plan, target);
        StatementToken tokens = new StatementToken(bound.text(), bound.parameters(), table.table());
        Item start =
                request.has("NextToken") ? tokens.open(request.string("NextToken")) : Item.EMPTY;
        ItemPage page =
                new ItemPage(
                        context,
                        request,
                        target,
                        selection(target),
                        filter,
                        projection.topLevelNames(),
                        projection::project,
                        response);
        Walk walk = new Walk(plan, target, ReadTarget.consistency(request), start);

        response.startObject();
        page.writeItems(walk::into);
        page.end()
                .ifPresent(last ->
                        response.member("NextToken", tokens.seal(last))
                                .member("LastEvaluatedKey", last));
        page.writeCapacity();
        response.endObject();
    }

    private Selection selection(ReadTarget target) {
        if (!projection.isAll()) {
            return Selection.SPECIFIC_ATTRIBUTES;
        }
        return target.index().isPresent()
                ? Selection.ALL_PROJECTED_ATTRIBUTES
                : Selection.ALL_ATTRIBUTES;
    }

    /** What is read; a statement is refused in other words than a Query. */
    private ReadTarget target(Consistency consistency) {
        String name = select.source().index();
        if (name.isEmpty()) {
            return new ReadTarget(table, Optional.empty());
        }
        IndexDescription index =
                ReadTarget.find(context, table, name)
                        .orElseThrow(() ->
                                ApiException.validation(
                                        "The table does not have the specified index"));
        if (index.isVector()) {
            throw ApiException.validation(
                    KeyPlan.of(select.where(), index.key(), values).isKeyed()
                            ? ReadTarget.QUERY_OF_VECTORS
                            : ReadTarget.SCAN_OF_VECTORS);
        }
        requireSingleAttributes(index.key());
        if (index.isGlobal() && consistency == Consistency.STRONG) {
            throw ApiException.validation(
                    "Strongly consistent read is not supported on Global Secondary Indexes");
        }
        ReadTarget.requireFilled(index);
        return new ReadTarget(table, Optional.of(index));
    }

    /** That an index takes no statements at all is told before what is wrong with one. */
    private void refuse(Operation operation, ApiException refusal) {
        String index = select.source().index();
        if (!index.isEmpty()) {
            TableReference.of(context, operation, select.table())
                    .find(context)
                    .flatMap(found -> found.description().index(index))
                    .ifPresent(found -> requireSingleAttributes(found.key()));
        }
        throw refusal;
    }

    private static void requireSingleAttributes(KeySchema key) {
        if (key.partition().size() > 1 || key.sort().size() > 1) {
            throw ApiException.validation(
                    "PartiQL statements cannot be executed on tables with multi-attribute HASH keys"
                            + " or multi-attribute RANGE keys.");
        }
    }

    private void requireOrdering(KeySchema key) {
        if (select.orderBy().isEmpty()) {
            return;
        }
        if (select.where().isEmpty()) {
            throw ApiException.validation(
                    "Must have WHERE clause in the statement when using ORDER BY clause.");
        }
        for (Statement.Ordering ordering : select.orderBy()) {
            if (key.find(ordering.attribute()).isEmpty()) {
                throw ApiException.validation(
                        "Attribute "
                                + ordering.attribute()
                                + " in ORDER BY clause must be part of the primary key");
            }
        }
    }

    private void requirePlanned(KeyPlan plan, ReadTarget target) {
        String partition = target.key().partition().getFirst().name();
        if (!select.orderBy().isEmpty() && !plan.isKeyed()) {
            throw ApiException.validation(
                    "Must have at least one non-optional hash key condition in WHERE clause when"
                            + " using ORDER BY clause.");
        }
        if (!select.orderBy().isEmpty()
                && plan.hasSeveralPartitions()
                && ordering(partition).isEmpty()) {
            throw ApiException.validation(
                    "Must have hash key in ORDER BY clause when more than one hash key condition"
                            + " specified in WHERE clause.");
        }
        if (plan.isKeyed()) {
            // In the order of a hash set, as AWS tells them.
            filter.ifPresent(condition ->
                    target.requireFilterProjected(new HashSet<>(condition.topLevelNames())));
        }
        ItemKeys.requireScalarUse(projection.nestedNames(), table.table());
        filter.ifPresent(
                condition -> ItemKeys.requireScalarUse(condition.nestedNames(), table.table()));
    }

    private Optional<Statement.Ordering> ordering(String attribute) {
        return select.orderBy().stream()
                .filter(ordering -> ordering.attribute().equals(attribute))
                .findFirst();
    }

    /** A walk over what a plan reads, which begins after the key {@code start} if it has one. */
    private final class Walk {
        private final KeyPlan plan;
        private final ReadTarget target;
        private final Consistency consistency;
        private final Item start;

        Walk(KeyPlan plan, ReadTarget target, Consistency consistency, Item start) {
            this.plan = plan;
            this.target = target;
            this.consistency = consistency;
            this.start = start;
        }

        void into(ItemVisitor visitor) {
            if (plan.isKeyed()) {
                query(visitor);
            } else {
                ScanSpec spec = new ScanSpec(target.indexName(), 0, 1, start, consistency);
                context.items().scan(table.table(), spec, visitor);
            }
        }

        private void query(ItemVisitor visitor) {
            boolean forward = isForward();
            List<KeyPlan.PlannedRange> ranges = plan.ranges(arePartitionsForward(), forward);
            boolean[] goesOn = {true};
            ItemVisitor watched = item -> goesOn[0] = visitor.visit(item);
            Item exclusiveStart = start;
            for (int i = first(ranges); i < ranges.size() && goesOn[0]; i++) {
                QuerySpec spec =
                        new QuerySpec(
                                target.indexName(),
                                ranges.get(i).range(),
                                forward,
                                exclusiveStart,
                                consistency);
                context.items().query(table.table(), spec, watched);
                exclusiveStart = Item.EMPTY;
            }
        }

        /** The range in which the walk begins. */
        private int first(List<KeyPlan.PlannedRange> ranges) {
            int first = 0;
            while (!start.isEmpty() && first < ranges.size() && !ranges.get(first).reads(start)) {
                first++;
            }
            return first;
        }

        private boolean arePartitionsForward() {
            return ordering(target.key().partition().getFirst().name())
                    .map(Statement.Ordering::ascending)
                    .orElse(true);
        }

        /** An order by the partition key alone turns the sort key around: AWS's way. */
        private boolean isForward() {
            return target.key().sort().stream()
                    .findFirst()
                    .flatMap(attribute -> ordering(attribute.name()))
                    .map(Statement.Ordering::ascending)
                    .orElse(select.orderBy().isEmpty());
        }
    }

    /**
     * The key of the one item that it reads, with values of whatever type.
     *
     * @param refusal what is said if it reads anything else
     */
    Item singleKey(String refusal) {
        if (!select.source().index().isEmpty()) {
            target(Consistency.EVENTUAL);
            throw ApiException.validation(refusal);
        }
        KeySchema schema = table.table().key();
        KeyEqualities named = KeyEqualities.ofRead(select.where(), schema, values);
        if (!named.isKeyAlone(schema)) {
            KeyPlan.of(select.where(), schema, values);
            throw ApiException.validation(refusal);
        }
        ItemKeys.requireScalarUse(projection.nestedNames(), table.table());
        return named.key();
    }

    /** What it returns of an item. */
    Item project(Item item) {
        return projection.project(item);
    }
}
