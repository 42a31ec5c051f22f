package stator.operation.partiql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stator.database.item.KeyRange;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.model.ValueComparator;

/**
 * How a SELECT finds its items: by Queries of key ranges if every way to meet its WHERE clause
 * begins with an equality of the partition key, else by a Scan.
 *
 * <p>The clause is divided into branches, one of which must hold: {@code OR} and {@code IN} make
 * several, {@code AND} combines. A branch says less than the clause; the clause itself is the
 * filter of what is read. The rules were observed on the service by floci and by the conformance
 * suite paritysuite/dynamodb-conformance (September and October 2026).
 */
public final class KeyPlan {
    /** Most ranges that one statement may read. */
    private static final int RANGES_MAX = 50;

    /** Beyond so many combinations nobody looks for ranges. */
    private static final int BRANCHES_MAX = 10_000;

    private static final Branch ANYTHING =
            new Branch(Optional.empty(), SortInterval.ALL, false, Optional.empty(), false);

    private final KeyAttribute partition;
    private final Optional<KeyAttribute> sort;
    private final StatementValues values;
    private List<Branch> branches = List.of(ANYTHING);

    /**
     * One way to meet the clause.
     *
     * @param excludes whether it excludes sort keys, which no range can say
     * @param mistyped a key attribute that is compared with a value of another type
     * @param impossible whether the partition key would have to be two
     */
    private record Branch(
            Optional<AttributeValue> partition,
            SortInterval sort,
            boolean excludes,
            Optional<String> mistyped,
            boolean impossible) {
        Branch and(Branch other) {
            boolean differ =
                    partition.isPresent()
                            && other.partition.isPresent()
                            && !partition.equals(other.partition);
            return new Branch(
                    partition.or(() -> other.partition),
                    sort.and(other.sort),
                    excludes || other.excludes,
                    mistyped.or(() -> other.mistyped),
                    impossible || other.impossible || differ);
        }

        boolean overlaps(Branch other) {
            return partition.equals(other.partition)
                    && !excludes
                    && !other.excludes
                    && sort.overlaps(other.sort);
        }
    }

    private KeyPlan(KeySchema key, StatementValues values) {
        partition = key.partition().getFirst();
        sort = key.sort().stream().findFirst();
        this.values = values;
    }

    /**
     * The plan for a clause.
     *
     * @param key of one partition attribute and at most one sort attribute
     * @throws ApiException a ValidationException if the service refuses such a clause
     */
    public static KeyPlan of(Optional<Expression> where, KeySchema key, StatementValues values) {
        KeyPlan plan = new KeyPlan(key, values);
        plan.branches = where.map(plan::branches).orElse(List.of(ANYTHING));
        if (plan.isKeyed()) {
            plan.require();
        }
        return plan;
    }

    /** Whether Queries find everything. */
    public boolean isKeyed() {
        return branches.stream()
                .allMatch(branch -> branch.partition().isPresent() && !branch.impossible());
    }

    /** Whether several partitions are read. */
    public boolean hasSeveralPartitions() {
        return branches.stream().map(Branch::partition).distinct().count() > 1;
    }

    private void require() {
        for (Branch branch : branches) {
            branch.mistyped()
                    .ifPresent(name -> {
                        throw ApiException.validation(
                                "Key attribute's data type should match its data type in table's schema:"
                                        + " Key "
                                        + name);
                    });
        }
        if (branches.size() > RANGES_MAX) {
            throw ApiException.validation("Too many decomposed read operations for a given query.");
        }
        for (int i = 0; i < branches.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (branches.get(i).overlaps(branches.get(j))) {
                    throw ApiException.validation(
                            "Overlapping conditions with range keys are not supported in where"
                                    + " clause");
                }
            }
        }
    }

    /** A range of a plan. */
    public static final class PlannedRange {
        private final KeyPlan plan;
        private final Branch branch;

        private PlannedRange(KeyPlan plan, Branch branch) {
            this.plan = plan;
            this.branch = branch;
        }

        /** What the database reads. */
        public KeyRange range() {
            return branch.sort().range(branch.partition().orElseThrow());
        }

        /** Whether an item with that key is read by it. */
        public boolean reads(Item key) {
            return key.get(plan.partition.name()).equals(branch.partition().orElseThrow())
                    && plan.sort
                            .map(attribute -> branch.sort().reads(key.get(attribute.name())))
                            .orElse(true);
        }
    }

    /** The ranges to query, disjoint and in order. */
    public List<PlannedRange> ranges(boolean partitionsForward, boolean sortForward) {
        List<Branch> ordered =
                new ArrayList<>(
                        branches.stream().filter(branch -> !branch.sort().isEmpty()).toList());
        Comparator<Branch> byPartition =
                Comparator.comparing(
                        branch -> branch.partition().orElseThrow(), AttributeValue::compareScalar);
        ordered.sort(byPartition.thenComparing(Branch::sort, SortInterval::compareStart));
        List<Branch> disjoint = disjoint(ordered);
        Comparator<Branch> bySort = Comparator.comparing(Branch::sort, SortInterval::compareStart);
        disjoint.sort(
                (partitionsForward ? byPartition : byPartition.reversed())
                        .thenComparing(sortForward ? bySort : bySort.reversed()));
        return disjoint.stream().map(branch -> new PlannedRange(this, branch)).toList();
    }

    /** Branches that exclude keys may overlap; what they share is read once. */
    private static List<Branch> disjoint(List<Branch> ordered) {
        List<Branch> disjoint = new ArrayList<>();
        for (Branch branch : ordered) {
            Branch last = disjoint.isEmpty() ? ANYTHING : disjoint.getLast();
            if (last.partition().equals(branch.partition())
                    && last.sort().overlaps(branch.sort())) {
                disjoint.removeLast();
                disjoint.add(
                        new Branch(
                                branch.partition(),
                                last.sort().or(branch.sort()),
                                true,
                                Optional.empty(),
                                false));
            } else {
                disjoint.add(branch);
            }
        }
        return disjoint;
    }

    private List<Branch> branches(Expression expression) {
        return switch (expression) {
            case Expression.And and -> all(and.terms());
            case Expression.Or or -> any(or.terms());
            case Expression.Not not ->
                    List.of(mentionsSortKey(not.term()) ? excluding() : ANYTHING);
            case Expression.Comparison comparison -> List.of(comparison(comparison));
            case Expression.Between between -> List.of(between(between));
            case Expression.In in -> in(in);
            case Expression.Call call -> List.of(beginsWith(call));
            default -> List.of(ANYTHING);
        };
    }

    private List<Branch> all(List<Expression> terms) {
        List<Branch> combined = List.of(ANYTHING);
        for (Expression term : terms) {
            List<Branch> more = branches(term);
            if ((long) combined.size() * more.size() > BRANCHES_MAX) {
                return List.of(ANYTHING);
            }
            List<Branch> product = new ArrayList<>();
            for (Branch branch : combined) {
                more.forEach(other -> product.add(branch.and(other)));
            }
            combined = product;
        }
        return combined;
    }

    private List<Branch> any(List<Expression> terms) {
        List<Branch> all = new ArrayList<>();
        terms.forEach(term -> all.addAll(branches(term)));
        return all.stream().allMatch(ANYTHING::equals) ? List.of(ANYTHING) : all;
    }

    private Branch comparison(Expression.Comparison comparison) {
        if (StatementValues.isValue(comparison.right())) {
            return comparison(comparison.left(), comparison.comparator(), comparison.right());
        }
        if (StatementValues.isValue(comparison.left())) {
            return comparison(
                    comparison.right(), comparison.comparator().mirrored(), comparison.left());
        }
        return ANYTHING;
    }

    private Branch comparison(Expression path, ValueComparator comparator, Expression value) {
        if (isPartition(path)) {
            return comparator == ValueComparator.EQ ? partition(values.value(value)) : ANYTHING;
        }
        if (!isSort(path)) {
            return ANYTHING;
        }
        AttributeValue operand = values.value(value);
        return comparator == ValueComparator.NE
                ? excluding()
                : sort(
                        List.of(operand),
                        () -> SortInterval.comparison(comparator, operand).orElseThrow());
    }

    private Branch between(Expression.Between between) {
        if (!isSort(between.term())
                || !StatementValues.isValue(between.low())
                || !StatementValues.isValue(between.high())) {
            return ANYTHING;
        }
        AttributeValue low = values.value(between.low());
        AttributeValue high = values.value(between.high());
        return sort(List.of(low, high), () -> SortInterval.between(low, high));
    }

    private Branch beginsWith(Expression.Call call) {
        if (!call.name().equals("begins_with")
                || call.arguments().size() != 2
                || !isSort(call.arguments().getFirst())
                || !StatementValues.isValue(call.arguments().getLast())) {
            return ANYTHING;
        }
        AttributeValue prefix = values.value(call.arguments().getLast());
        return sort(List.of(prefix), () -> SortInterval.beginsWith(prefix));
    }

    private List<Branch> in(Expression.In in) {
        boolean isPartition = isPartition(in.term());
        if (!isPartition && !isSort(in.term())
                || !in.candidates().stream().allMatch(StatementValues::isValue)) {
            return List.of(ANYTHING);
        }
        return in.candidates().stream()
                .map(candidate -> comparison(in.term(), ValueComparator.EQ, candidate))
                .toList();
    }

    private Branch partition(AttributeValue value) {
        return new Branch(
                Optional.of(value),
                SortInterval.ALL,
                false,
                value.type() == partition.type() ? Optional.empty() : Optional.of(partition.name()),
                false);
    }

    private Branch sort(List<AttributeValue> operands, Supplier<SortInterval> interval) {
        AttributeType type = sort.orElseThrow().type();
        boolean fits = operands.stream().allMatch(operand -> operand.type() == type);
        return new Branch(
                Optional.empty(),
                fits ? interval.get() : SortInterval.ALL,
                false,
                fits ? Optional.empty() : sort.map(KeyAttribute::name),
                false);
    }

    private static Branch excluding() {
        return new Branch(Optional.empty(), SortInterval.ALL, true, Optional.empty(), false);
    }

    private boolean isPartition(Expression expression) {
        return expression instanceof Expression.Path path && path.isTopLevel(partition.name());
    }

    private boolean isSort(Expression expression) {
        return sort.isPresent()
                && expression instanceof Expression.Path path
                && path.isTopLevel(sort.get().name());
    }

    private boolean mentionsSortKey(Expression expression) {
        return switch (expression) {
            case Expression.And and -> and.terms().stream().anyMatch(this::mentionsSortKey);
            case Expression.Or or -> or.terms().stream().anyMatch(this::mentionsSortKey);
            case Expression.Not not -> mentionsSortKey(not.term());
            case Expression.Comparison comparison ->
                    isSort(comparison.left()) || isSort(comparison.right());
            case Expression.Between between -> isSort(between.term());
            case Expression.In in -> isSort(in.term());
            case Expression.Call call -> call.arguments().stream().anyMatch(this::isSort);
            default -> false;
        };
    }
}
