package stator.server;

import java.nio.file.Path;

/**
 * Where the data is.
 *
 * @param engine where tables are kept
 * @param bucketDirectory whose folders are the buckets of exports and imports; {@link
 *     #BUCKETS_BESIDE_DATA} for where the engine keeps them
 * @param s3Endpoint the URL of an S3 service that has the buckets; empty for the directory
 * @param createsBuckets whether a bucket that is written to is made if it is not there
 */
public record Data(Engine engine, Path bucketDirectory, String s3Endpoint, boolean createsBuckets) {
    /** Buckets are in the data directory, or in memory if the data is. */
    static final Path BUCKETS_BESIDE_DATA = Path.of("");

    public Data {
        if (!s3Endpoint.isEmpty() && !bucketDirectory.equals(BUCKETS_BESIDE_DATA)) {
            throw new ConfigurationException(
                    "Buckets are in a directory or in an S3 service: give --s3-directory or"
                            + " --s3-endpoint, not both.");
        }
    }

    /** All of it where an engine keeps it. */
    public static Data in(Engine engine) {
        return new Data(engine, BUCKETS_BESIDE_DATA, "", false);
    }
}
