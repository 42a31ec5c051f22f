package stator.database.item;

import stator.model.Item;

/**
 * An item that a search of a vector index found.
 *
 * @param item what the index holds of it
 * @param restBytes the size of that as AWS counts it, without the vector
 */
public record VectorMatch(Item item, double score, int restBytes) {
    public VectorMatch {
        assert !Double.isNaN(score) : "No score";
        assert restBytes >= 0 : restBytes + " bytes";
    }
}
