package stator.database.item;

import stator.model.Item;

/** What becomes of an item. */
public sealed interface WriteDecision {
    /** The item is {@code item} afterwards; it has the key under which the write was given. */
    record Put(Item item) implements WriteDecision {}

    /** There is no item afterwards. */
    record Delete() implements WriteDecision {}

    /** It stays as it is, and that is a success (a passed ConditionCheck). */
    record Keep() implements WriteDecision {}

    /** It stays as it is, because a condition failed. In a transaction nothing is applied. */
    record Reject() implements WriteDecision {}
}
