/** Tables, keys, items, secondary indexes. Knows no expressions, no JSON, no HTTP. */
module stator.database {
    requires transitive stator.model;
    requires transitive stator.storage;
    requires transitive stator.vector;

    exports stator.database;
    exports stator.database.item;
    exports stator.database.log;
    exports stator.database.settings;
    exports stator.database.table;
}
