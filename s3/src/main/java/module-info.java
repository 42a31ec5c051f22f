/**
 * Amazon S3 as a service: buckets and objects in the protocol of S3. Knows no other service and no
 * sockets.
 */
@SuppressWarnings("module") // the service has a digit in its name
module stator.s3 {
    requires transitive stator.bucket;
    requires transitive stator.door;
    requires java.xml;
    requires tools.jackson.core;

    exports stator.s3;
    exports stator.s3.target;
}
