/** Nearest vectors among many, exactly and approximately. Knows no items, no storage, no JSON. */
module stator.vector {
    exports stator.vector;
}
