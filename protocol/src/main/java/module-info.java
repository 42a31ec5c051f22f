/** Requests and answers of AWS's JSON protocols as bytes. Knows no service. */
module stator.protocol {
    requires transitive stator.model;
    requires tools.jackson.core;

    exports stator.protocol;
    exports stator.protocol.frame;
    exports stator.protocol.shape;
}
