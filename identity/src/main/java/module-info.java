/** Who calls, what proves it, and what a caller may do. Knows no service and no HTTP. */
module stator.identity {
    exports stator.identity;
    exports stator.identity.signature;
}
