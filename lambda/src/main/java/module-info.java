/** AWS Lambda: functions and what triggers them. Knows no other service. */
module stator.lambda {
    requires transitive stator.bucket;
    requires transitive stator.database;
    requires transitive stator.door;
    requires stator.protocol;
    requires jdk.zipfs;

    exports stator.lambda;
    exports stator.lambda.neighbour;
}
