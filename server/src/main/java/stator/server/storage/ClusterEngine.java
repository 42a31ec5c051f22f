package stator.server.storage;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.object.ObjectStore;
import stator.identity.account.SecretSeal;
import stator.server.ConfigurationException;
import stator.server.Engine;
import stator.storage.SharedStore;
import stator.storage.Store;

/**
 * Tables on a cluster of Apache Cassandra; what lies beside them is in files of this server.
 *
 * @param address of the cluster and the keyspace
 * @param options what else is to be known of it; with the password
 * @param place where other servers reach this one
 * @param libraries the folder of the engine's jars
 * @param files what lies beside the tables
 */
public record ClusterEngine(
        String address,
        Map<String, String> options,
        InnerPlace place,
        Path libraries,
        DataFiles files)
        implements Engine {
    public ClusterEngine {
        options = Map.copyOf(options);
    }

    /** Goes to the cluster, before which other servers may stand. */
    public SharedStore share() {
        try {
            return EngineLoader.provider(libraries).share(address, options);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** It is opened by a {@link stator.server.cluster.ClusterMember}, when nobody else has it. */
    @Override
    public Store open() {
        throw new IllegalStateException("A store that is shared is not opened like others.");
    }

    /** The file of the key of secrets, in versions that had none in the store. */
    public Path keyFileBefore() {
        return files.directory().resolve(DataFiles.KEY_FILE);
    }

    @Override
    public Bucket backups() {
        return files.bucket("backups");
    }

    @Override
    public Bucket functionCode() {
        return files.bucket("functions");
    }

    @Override
    public Bucket functionMessages() {
        return files.bucket("messages");
    }

    @Override
    public ObjectStore objects(Clock clock, RandomGenerator random) {
        return files.objects(clock, random);
    }

    /** It is the same for all servers; see {@link stator.server.cluster.ClusterSeal}. */
    @Override
    public SecretSeal seal() {
        throw new IllegalStateException("The key of secrets is in the store.");
    }

    @Override
    public long logBytesMax() {
        return DataFiles.LOG_BYTES_MAX;
    }

    @Override
    public Path certificates() {
        return files.certificates();
    }

    @Override
    public String description() {
        return address
                + "; backups and objects in "
                + files.directory().toAbsolutePath().normalize();
    }

    /** Without the password. */
    @Override
    public String toString() {
        return description();
    }
}
