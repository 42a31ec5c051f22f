/**
 * The door before all services: what a request is, who may ask, which service answers. Knows no
 * sockets, and nothing of what any service means.
 */
module stator.door {
    requires transitive stator.identity;
    requires tools.jackson.core;

    exports stator.door;
    exports stator.door.audit;
    exports stator.door.caller;
    exports stator.door.log;
    exports stator.door.metric;
    exports stator.door.work;
}
