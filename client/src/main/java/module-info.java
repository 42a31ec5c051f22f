/** How services that speak AWS's JSON protocols are called: credentials, settings, signatures. */
module stator.client {
    exports stator.client;
}
