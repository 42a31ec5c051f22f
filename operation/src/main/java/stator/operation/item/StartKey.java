package stator.operation.item;

import java.util.Arrays;
import java.util.List;
import stator.expression.key.KeyCondition;
import stator.expression.key.SortRange;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.target.ItemKeys;
import stator.operation.target.ReadTarget;

/**
 * The rules for an ExclusiveStartKey: it has the key attributes of the table, and of the index if
 * one is read, and lies where the request reads.
 */
final class StartKey {
    private static final String INVALID = "The provided starting key is invalid";

    private StartKey() {}

    /** Checks the start key of a Query; {@link #requireWithin} comes later. */
    static void requireForQuery(Item start, ReadTarget target) {
        if (start.size() != target.positionAttributes().size()) {
            throw ApiException.validation(INVALID);
        }
        for (KeyAttribute attribute : target.key().attributes()) {
            if (start.find(attribute.name())
                    .filter(value -> value.type() != attribute.type())
                    .isPresent()) {
                throw ApiException.validation(INVALID);
            }
        }
        requireTargetKey(start, target);
        requireTableKey(start, target);
    }

    /** Checks the start key of a Scan. */
    static void requireForScan(Item start, ReadTarget target) {
        if (start.size() != target.positionAttributes().size()) {
            throw ApiException.validation(
                    target.index().isPresent()
                            ? INVALID
                            : INVALID + ": The provided key element does not match the schema");
        }
        if (target.index().isPresent()) {
            requireTargetKey(start, target);
        }
        requireTableKey(start, target);
    }

    private static void requireTargetKey(Item start, ReadTarget target) {
        for (KeyAttribute attribute : target.key().attributes()) {
            if (!start.contains(attribute.name())) {
                throw ApiException.validation(INVALID);
            }
        }
        ItemKeys.requireKeyAttributes(start, target.key());
    }

    private static void requireTableKey(Item start, ReadTarget target) {
        try {
            ItemKeys.requireKeyAttributes(start, target.table().table().key());
        } catch (ApiException e) {
            throw ApiException.validation(INVALID + ": " + e.getMessage());
        }
    }

    /** Checks that the start key of a Query is where the Query reads. */
    static void requireWithin(Item start, KeyCondition condition, KeySchema key) {
        boolean samePartition = equal(start, key.partition(), condition.partition());
        boolean restricted =
                !condition.sortPrefix().isEmpty()
                        || condition.range().operator() != SortRange.Operator.ALL;
        if (!restricted) {
            if (!samePartition) {
                throw ApiException.validation(
                        "The provided starting key is outside query boundaries based on provided"
                                + " conditions");
            }
            return;
        }
        if (!equal(start, key.sort(), condition.sortPrefix()) || !inRange(start, condition, key)) {
            throw ApiException.validation(
                    "The provided starting key does not match the range key predicate");
        }
        if (!samePartition) {
            throw ApiException.validation(
                    "The query can return at most one row and cannot be restarted");
        }
    }

    private static boolean equal(
            Item start, List<KeyAttribute> attributes, List<AttributeValue> values) {
        for (int i = 0; i < values.size(); i++) {
            if (!start.get(attributes.get(i).name()).equals(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean inRange(Item start, KeyCondition condition, KeySchema key) {
        SortRange range = condition.range();
        if (range.operator() == SortRange.Operator.ALL) {
            return true;
        }
        AttributeValue value = start.get(key.sort().get(condition.sortPrefix().size()).name());
        AttributeValue first = range.operands().getFirst();
        return switch (range.operator()) {
            case ALL -> true;
            case LT -> value.compareScalar(first) < 0;
            case LE -> value.compareScalar(first) <= 0;
            case GT -> value.compareScalar(first) > 0;
            case GE -> value.compareScalar(first) >= 0;
            case BETWEEN ->
                    value.compareScalar(first) >= 0
                            && value.compareScalar(range.operands().getLast()) <= 0;
            case BEGINS_WITH -> beginsWith(value, first);
        };
    }

    private static boolean beginsWith(AttributeValue value, AttributeValue prefix) {
        if (value.type() == AttributeType.N) {
            return false;
        }
        byte[] bytes = value.binary();
        byte[] start = prefix.binary();
        return bytes.length >= start.length
                && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
