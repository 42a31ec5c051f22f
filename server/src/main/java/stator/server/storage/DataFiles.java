package stator.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.DirectoryBucket;
import stator.bucket.object.ObjectStore;
import stator.identity.account.SecretSeal;
import stator.server.ConfigurationException;
import stator.server.security.KeyFile;

/**
 * What lies in a data directory beside the tables.
 *
 * @param directory made if it is not there
 * @param durable whether objects are on stable storage when they are answered
 */
public record DataFiles(Path directory, boolean durable) {
    /** From how many bytes on the oldest of what functions and others log is deleted. */
    public static final long LOG_BYTES_MAX = 1L << 30;

    static final String KEY_FILE = "identity.key";

    /** Named bytes in a folder. */
    public Bucket bucket(String name) {
        Path folder = directory.resolve(name);
        try {
            return DirectoryBucket.make(folder);
        } catch (IOException e) {
            throw new ConfigurationException("The directory " + folder + " cannot be used: " + e);
        }
    }

    /** The buckets of S3. */
    public ObjectStore objects(Clock clock, RandomGenerator random) {
        return ObjectStore.onDisk(directory.resolve("s3"), durable, clock, random);
    }

    /** What secrets in the data are sealed with. */
    public SecretSeal seal() {
        return KeyFile.open(directory.resolve(KEY_FILE));
    }

    /** The directory of a certificate that the server makes itself. */
    public Path certificates() {
        return directory.resolve("tls");
    }
}
