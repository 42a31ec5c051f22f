/** Services whose operations are called by name, each with one JSON object. Knows no service. */
module stator.rpc {
    requires transitive stator.door;
    requires transitive stator.protocol;

    exports stator.rpc;
}
