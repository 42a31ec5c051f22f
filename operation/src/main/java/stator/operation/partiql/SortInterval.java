package stator.operation.partiql;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import stator.database.item.KeyRange;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.ValueComparator;

/**
 * An interval of sort keys of one type. An end that is absent is open to infinity.
 *
 * @param operator the comparison that says exactly the same, if there is one; without it {@link
 *     #range} reads a little more, and the rest is left to the filter
 */
record SortInterval(
        Optional<End> lower,
        Optional<End> upper,
        Optional<KeyRange.Operator> operator,
        List<AttributeValue> operands) {
    static final SortInterval ALL =
            new SortInterval(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(KeyRange.Operator.ANY),
                    List.of());

    /** An end, which belongs to the interval or not. */
    record End(AttributeValue value, boolean inclusive) {}

    /** The keys for which {@code key comparator value} holds; none for {@code <>}. */
    static Optional<SortInterval> comparison(ValueComparator comparator, AttributeValue value) {
        Optional<End> inclusive = Optional.of(new End(value, true));
        Optional<End> exclusive = Optional.of(new End(value, false));
        Optional<End> open = Optional.empty();
        return switch (comparator) {
            case EQ -> exact(inclusive, inclusive, KeyRange.Operator.EQ, value);
            case LT -> exact(open, exclusive, KeyRange.Operator.LT, value);
            case LE -> exact(open, inclusive, KeyRange.Operator.LE, value);
            case GT -> exact(exclusive, open, KeyRange.Operator.GT, value);
            case GE -> exact(inclusive, open, KeyRange.Operator.GE, value);
            case NE -> Optional.empty();
        };
    }

    /** The keys between two, which belong to them. */
    static SortInterval between(AttributeValue low, AttributeValue high) {
        return new SortInterval(
                Optional.of(new End(low, true)),
                Optional.of(new End(high, true)),
                Optional.of(KeyRange.Operator.BETWEEN),
                List.of(low, high));
    }

    /** The texts or binaries that begin in that way. */
    static SortInterval beginsWith(AttributeValue prefix) {
        return new SortInterval(
                Optional.of(new End(prefix, true)),
                after(prefix).map(value -> new End(value, false)),
                Optional.of(KeyRange.Operator.BEGINS_WITH),
                List.of(prefix));
    }

    private static Optional<SortInterval> exact(
            Optional<End> lower,
            Optional<End> upper,
            KeyRange.Operator operator,
            AttributeValue operand) {
        return Optional.of(new SortInterval(lower, upper, Optional.of(operator), List.of(operand)));
    }

    /** The least value above all that begin with {@code prefix}, if there is any. */
    private static Optional<AttributeValue> after(AttributeValue prefix) {
        return prefix.type() == AttributeType.S ? after(prefix.text()) : after(prefix.binary());
    }

    private static Optional<AttributeValue> after(String prefix) {
        int[] points = prefix.codePoints().toArray();
        for (int last = points.length - 1; last >= 0; last--) {
            if (points[last] < Character.MAX_CODE_POINT) {
                int next = points[last] + 1;
                points[last] = next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next;
                return Optional.of(AttributeValue.string(new String(points, 0, last + 1)));
            }
        }
        return Optional.empty();
    }

    private static Optional<AttributeValue> after(byte[] prefix) {
        for (int last = prefix.length - 1; last >= 0; last--) {
            if (prefix[last] != (byte) 0xff) {
                byte[] next = Arrays.copyOf(prefix, last + 1);
                next[last]++;
                return Optional.of(AttributeValue.binary(next));
            }
        }
        return Optional.empty();
    }

    /** The keys that are in both. */
    SortInterval and(SortInterval other) {
        if (equals(ALL)) {
            return other;
        }
        if (other.equals(ALL) || equals(other)) {
            return this;
        }
        return new SortInterval(
                laterLower(lower, other.lower),
                earlierUpper(upper, other.upper),
                Optional.empty(),
                List.of());
    }

    /** The least interval that has the keys of both, which must overlap. */
    SortInterval or(SortInterval other) {
        return new SortInterval(
                lower.isEmpty() || other.lower.isEmpty()
                        ? Optional.empty()
                        : compareLower(lower.get(), other.lower.get()) <= 0 ? lower : other.lower,
                upper.isEmpty() || other.upper.isEmpty()
                        ? Optional.empty()
                        : compareUpper(upper.get(), other.upper.get()) >= 0 ? upper : other.upper,
                Optional.empty(),
                List.of());
    }

    boolean isEmpty() {
        if (lower.isEmpty() || upper.isEmpty()) {
            return false;
        }
        int order = lower.get().value().compareScalar(upper.get().value());
        return order > 0 || order == 0 && !(lower.get().inclusive() && upper.get().inclusive());
    }

    /** Whether {@link #range} reads a key, which may be an end that does not belong to it. */
    boolean reads(AttributeValue key) {
        return lower.map(end -> key.compareScalar(end.value()) >= 0).orElse(true)
                && upper.map(end -> key.compareScalar(end.value()) <= 0).orElse(true);
    }

    boolean overlaps(SortInterval other) {
        return !and(other).isEmpty();
    }

    /** Whether it begins before {@code other} does. */
    int compareStart(SortInterval other) {
        if (lower.isEmpty() || other.lower.isEmpty()) {
            return Boolean.compare(lower.isPresent(), other.lower.isPresent());
        }
        return compareLower(lower.get(), other.lower.get());
    }

    /** What a Query of a partition reads for it. */
    KeyRange range(AttributeValue partition) {
        if (operator.isPresent()) {
            return new KeyRange(List.of(partition), List.of(), operator.get(), operands);
        }
        if (lower.isPresent() && upper.isPresent()) {
            return new KeyRange(
                    List.of(partition),
                    List.of(),
                    KeyRange.Operator.BETWEEN,
                    List.of(lower.get().value(), upper.get().value()));
        }
        if (lower.isPresent()) {
            return oneSided(partition, lower.get(), KeyRange.Operator.GE, KeyRange.Operator.GT);
        }
        return upper.map(
                        end -> oneSided(partition, end, KeyRange.Operator.LE, KeyRange.Operator.LT))
                .orElseGet(() -> KeyRange.of(List.of(partition)));
    }

    private static KeyRange oneSided(
            AttributeValue partition,
            End end,
            KeyRange.Operator inclusive,
            KeyRange.Operator exclusive) {
        return new KeyRange(
                List.of(partition),
                List.of(),
                end.inclusive() ? inclusive : exclusive,
                List.of(end.value()));
    }

    private static Optional<End> laterLower(Optional<End> left, Optional<End> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.or(() -> right);
        }
        return compareLower(left.get(), right.get()) >= 0 ? left : right;
    }

    private static Optional<End> earlierUpper(Optional<End> left, Optional<End> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return left.or(() -> right);
        }
        return compareUpper(left.get(), right.get()) <= 0 ? left : right;
    }

    private static int compareLower(End left, End right) {
        int order = left.value().compareScalar(right.value());
        return order != 0 ? order : Boolean.compare(right.inclusive(), left.inclusive());
    }

    private static int compareUpper(End left, End right) {
        int order = left.value().compareScalar(right.value());
        return order != 0 ? order : Boolean.compare(left.inclusive(), right.inclusive());
    }
}
