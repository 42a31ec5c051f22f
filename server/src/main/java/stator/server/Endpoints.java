package stator.server;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.bucket.DirectoryBucket;
import stator.bucket.ExistingBuckets;
import stator.bucket.S3Buckets;
import stator.bucket.object.ObjectBuckets;
import stator.bucket.object.ObjectStore;
import stator.database.Database;
import stator.identity.Credentials;
import stator.operation.kinesis.KinesisDelivery;
import stator.operation.settings.KinesisSink;
import stator.server.kinesis.KinesisEndpoint;
import stator.server.kinesis.KinesisFiles;

/** The services of others that this server calls, by what was chosen. */
final class Endpoints {
    private Endpoints() {}

    /** The buckets of this server. */
    static ObjectStore objects(Configuration configuration, Clock clock, RandomGenerator random) {
        Data data = configuration.data();
        return data.bucketDirectory().equals(Data.BUCKETS_BESIDE_DATA)
                ? data.engine().objects(clock, random)
                : ObjectStore.onDisk(data.bucketDirectory(), true, clock, random);
    }

    /**
     * The buckets of exports and imports.
     *
     * @param objects those of this server
     */
    static Buckets buckets(Configuration configuration, ObjectStore objects, Clock clock) {
        Data data = configuration.data();
        if (!data.s3Endpoint().isEmpty()) {
            Map<String, String> environment = System.getenv();
            return new S3Buckets(
                    url("S3", data.s3Endpoint()),
                    environment.getOrDefault("AWS_REGION", configuration.services().region()),
                    Credentials.of(environment),
                    clock);
        }
        Buckets buckets = new ObjectBuckets(objects);
        return data.createsBuckets() ? buckets : new ExistingBuckets(buckets);
    }

    /** What brings records to Kinesis; empty if there is nowhere to bring them. */
    static Optional<KinesisDelivery> kinesis(
            Configuration configuration, Database database, Clock clock, RandomGenerator random) {
        String target = configuration.services().kinesis();
        return target.isEmpty()
                ? Optional.empty()
                : Optional.of(KinesisDelivery.start(database, sink(target, clock), clock, random));
    }

    /** Where messages of functions go as files; it is opened when it is wanted. */
    static Supplier<Bucket> messageFolder(Configuration configuration) {
        String target = configuration.services().messages();
        return target.isEmpty() || isUrl(target)
                ? configuration.data().engine()::functionMessages
                : () -> bucket(Path.of(target));
    }

    /** What takes messages of functions to queues and topics; empty for none. */
    static Optional<URI> messageEndpoint(Configuration configuration) {
        String target = configuration.services().messages();
        return isUrl(target) ? Optional.of(url("message", target)) : Optional.empty();
    }

    private static Bucket bucket(Path folder) {
        try {
            return DirectoryBucket.make(folder);
        } catch (IOException e) {
            throw new ConfigurationException("The directory " + folder + " cannot be used: " + e);
        }
    }

    private static boolean isUrl(String target) {
        return target.startsWith("http://") || target.startsWith("https://");
    }

    private static KinesisSink sink(String target, Clock clock) {
        if (!isUrl(target)) {
            return new KinesisFiles(Path.of(target));
        }
        return new KinesisEndpoint(url("Kinesis", target), clock, System.getenv());
    }

    private static URI url(String service, String text) {
        try {
            URI url = new URI(text);
            if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told like any other text that is no URL.
        }
        throw new ConfigurationException(
                "The "
                        + service
                        + " endpoint '"
                        + text
                        + "' is no URL, such as http://localhost:9000.");
    }
}
