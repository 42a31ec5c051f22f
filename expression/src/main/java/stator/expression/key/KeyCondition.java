package stator.expression.key;

import java.util.List;
import stator.model.AttributeValue;

/**
 * What a Query reads: one partition, and in it the rows whose sort attributes begin with {@code
 * sortPrefix} and, in the sort attribute after those, lie in {@code range}.
 *
 * @param partition a value for each partition key attribute, in schema order
 * @param sortPrefix values of the leading sort key attributes, in schema order; may be empty
 * @param range for the sort attribute after the prefix; {@link SortRange#ALL} if nothing is said
 */
public record KeyCondition(
        List<AttributeValue> partition, List<AttributeValue> sortPrefix, SortRange range) {
    public KeyCondition {
        partition = List.copyOf(partition);
        sortPrefix = List.copyOf(sortPrefix);
    }
}
