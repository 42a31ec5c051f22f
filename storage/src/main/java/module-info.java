/** Ordered, atomic, durable bytes. Knows no items, no tables, no DynamoDB. */
module stator.storage {
    exports stator.storage;
    exports stator.storage.memory;
}
