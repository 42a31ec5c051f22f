/** Nearest vectors among many, exactly and approximately. Knows no items, no storage, no JSON. */
@SuppressWarnings("requires-automatic")
module stator.vector {
    requires jvector;

    exports stator.vector;
}
