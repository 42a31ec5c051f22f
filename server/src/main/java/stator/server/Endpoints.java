package stator.server;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import stator.bucket.Buckets;
import stator.bucket.DirectoryBuckets;
import stator.bucket.ExistingBuckets;
import stator.bucket.S3Buckets;
import stator.database.Database;
import stator.identity.Credentials;
import stator.operation.kinesis.KinesisDelivery;
import stator.operation.settings.KinesisSink;

/** The services of others that this server calls, by what was chosen. */
final class Endpoints {
    private Endpoints() {}

    /** The buckets of exports and imports. */
    static Buckets buckets(Configuration configuration, Clock clock) {
        Data data = configuration.data();
        if (!data.s3Endpoint().isEmpty()) {
            Map<String, String> environment = System.getenv();
            return new S3Buckets(
                    url("S3", data.s3Endpoint()),
                    environment.getOrDefault("AWS_REGION", configuration.services().region()),
                    Credentials.of(environment),
                    clock);
        }
        Buckets buckets =
                data.bucketDirectory().equals(Data.BUCKETS_BESIDE_DATA)
                        ? data.engine().buckets()
                        : new DirectoryBuckets(data.bucketDirectory());
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

    private static KinesisSink sink(String target, Clock clock) {
        if (!target.startsWith("http://") && !target.startsWith("https://")) {
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
