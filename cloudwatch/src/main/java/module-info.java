/** Amazon CloudWatch: metrics by the minute, and alarms. Knows no other service. */
module stator.cloudwatch {
    requires transitive stator.door;
    requires transitive stator.storage;
    requires stator.protocol;

    exports stator.cloudwatch;
    exports stator.cloudwatch.alarm;
    exports stator.cloudwatch.math;
    exports stator.cloudwatch.metric;
}
