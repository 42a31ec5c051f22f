/** Application Auto Scaling: capacity that follows use and the clock. Knows no other service. */
module stator.autoscaling {
    requires transitive stator.rpc;
    requires transitive stator.storage;

    exports stator.autoscaling;
    exports stator.autoscaling.scaling;
}
