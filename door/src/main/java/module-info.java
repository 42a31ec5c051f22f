/**
 * The door before all services: what a request is, who may ask, which service answers. Knows no
 * sockets, and nothing of what any service means.
 */
module stator.door {
    requires transitive stator.identity;

    exports stator.door;
}
