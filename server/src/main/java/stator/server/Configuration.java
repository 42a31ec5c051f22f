package stator.server;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import stator.database.settings.DatabaseSettings;
import stator.http.HttpLimits;
import stator.operation.settings.CapacityEnforcement;

/**
 * Everything that can be chosen about a server.
 *
 * @param listen where it listens
 * @param allowRemote whether other machines may connect
 * @param allowedHosts names that requests may give in {@code Host}, beside those of loopback
 * @param corsOrigins origins whose web pages may call
 * @param engine where the data is kept
 * @param region the region of the health text, and of everybody in a shared database
 * @param sharedDatabase whether all accounts and regions see the same tables
 * @param databaseSettings how the database behaves
 * @param enforcement whether tables are held to their capacity
 * @param bucketDirectory whose folders are the buckets of exports and imports; {@link
 *     #BUCKETS_BESIDE_DATA} for where the data is
 * @param s3Endpoint the URL of an S3 service that has the buckets; empty for the directory
 * @param createsBuckets whether a bucket that is written to is made if it is not there
 * @param kinesis where the records of Kinesis streams go, a directory or the URL of an endpoint;
 *     empty for nowhere
 * @param limits what clients may ask for
 */
public record Configuration(
        List<Listen> listen,
        boolean allowRemote,
        List<String> allowedHosts,
        List<String> corsOrigins,
        Engine engine,
        String region,
        boolean sharedDatabase,
        DatabaseSettings databaseSettings,
        CapacityEnforcement enforcement,
        Path bucketDirectory,
        String s3Endpoint,
        boolean createsBuckets,
        String kinesis,
        HttpLimits limits) {

    static final String DEFAULT_REGION = "us-east-1";

    /** Buckets are in the data directory, or in memory if the data is. */
    static final Path BUCKETS_BESIDE_DATA = Path.of("");

    private static final Pattern ORIGIN =
            Pattern.compile(
                    "https?://([a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+\\])(:[0-9]{1,5})?");

    public Configuration {
        listen = List.copyOf(listen);
        allowedHosts = List.copyOf(allowedHosts);
        corsOrigins = List.copyOf(corsOrigins);
        if (listen.isEmpty()) {
            throw new ConfigurationException("There is no address to listen at.");
        }
        if (!allowRemote) {
            listen.forEach(Configuration::requireLoopback);
        }
        if (!s3Endpoint.isEmpty() && !bucketDirectory.equals(BUCKETS_BESIDE_DATA)) {
            throw new ConfigurationException(
                    "Buckets are in a directory or in an S3 service: give --s3-directory or"
                            + " --s3-endpoint, not both.");
        }
        if (corsOrigins.contains("*")) {
            throw new ConfigurationException(
                    "Every web page could read and change this database with the origin '*',"
                            + " because Stator does not verify who calls. Name the origins, such"
                            + " as --cors-origin http://localhost:3000.");
        }
        corsOrigins.forEach(Configuration::requireOrigin);
    }

    /** An origin is a scheme, a host and perhaps a port, as browsers send it, and nothing else. */
    private static void requireOrigin(String origin) {
        if (!ORIGIN.matcher(origin).matches()) {
            throw new ConfigurationException(
                    "'"
                            + origin
                            + "' is no origin. An origin is scheme, host and port, such as"
                            + " --cors-origin http://localhost:3000.");
        }
    }

    /** A database in memory, on a free port of loopback. */
    public static Configuration inMemory() {
        return new Configuration(
                List.of(new Listen("127.0.0.1", 0, true)),
                false,
                List.of(),
                List.of(),
                new Engine.Memory(),
                DEFAULT_REGION,
                false,
                DatabaseSettings.DEFAULT,
                CapacityEnforcement.OFF,
                BUCKETS_BESIDE_DATA,
                "",
                false,
                "",
                HttpLimits.defaults());
    }

    /** The same with the data in another place. */
    public Configuration withEngine(Engine other) {
        return new Configuration(
                listen,
                allowRemote,
                allowedHosts,
                corsOrigins,
                other,
                region,
                sharedDatabase,
                databaseSettings,
                enforcement,
                bucketDirectory,
                s3Endpoint,
                createsBuckets,
                kinesis,
                limits);
    }

    private static void requireLoopback(Listen listen) {
        if (!listen.resolve().getAddress().isLoopbackAddress()) {
            throw new ConfigurationException(
                    "The address '"
                            + listen.host()
                            + "' can be reached from other machines, and Stator does not verify"
                            + " who calls. If everybody there may read and change the data, add"
                            + " --allow-remote.");
        }
    }
}
