/**
 * What is ours beside AWS's services: health, metrics, and what is to go wrong on purpose. Knows
 * tables, and none of the services.
 */
module stator.admin {
    requires transitive stator.database;
    requires transitive stator.door;

    exports stator.admin;
}
