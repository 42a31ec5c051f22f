/** Named pieces of bytes: in memory, in a directory, in an S3 service. Knows no tables. */
module stator.bucket {
    requires transitive stator.identity;

    exports stator.bucket;
    exports stator.bucket.object;
}
