package stator.database.item;

import java.util.Optional;
import java.util.function.Predicate;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * A search of a vector index.
 *
 * @param index its name
 * @param hash the value of the HASH attribute of its search schema, exactly if it has one
 * @param vector what is searched for, with as many elements as the index has dimensions
 * @param count how many items at most
 * @param filter what the projected attributes have to meet
 * @param withVector whether the vectors are wanted too
 */
public record VectorSearch(
        String index,
        Optional<AttributeValue> hash,
        float[] vector,
        int count,
        Optional<Predicate<Item>> filter,
        boolean withVector) {
    public VectorSearch {
        assert !index.isEmpty() : "A search of no index";
        assert vector.length > 0 : "A vector of no elements";
        assert count > 0 : "A search for " + count + " items";
    }
}
