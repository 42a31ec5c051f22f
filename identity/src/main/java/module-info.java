/** Who calls, what proves it, and what a caller may do. Knows no service and no HTTP. */
module stator.identity {
    requires tools.jackson.core;

    exports stator.identity;
    exports stator.identity.account;
    exports stator.identity.policy;
    exports stator.identity.signature;
}
