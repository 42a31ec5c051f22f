/**
 * Between the servers before one store: brings requests from those that stand by to the one that
 * holds it. Knows no service, and nothing of why a server is the holder.
 */
module stator.relay {
    requires transitive stator.door;
    requires transitive stator.http;

    exports stator.relay;
}
