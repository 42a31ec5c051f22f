package stator.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryRoom;
import stator.bucket.NoRoomException;
import stator.bucket.object.ObjectStore;
import stator.identity.account.SecretSeal;
import stator.server.storage.DataFiles;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;
import stator.storage.memory.MemoryUse;
import stator.storage.rocksdb.Durability;
import stator.storage.rocksdb.RocksSettings;
import stator.storage.rocksdb.RocksStore;

/**
 * Where the data is kept, and with it all that is kept beside the data. To add an engine is to add
 * an implementation and what chooses it on the command line.
 */
public interface Engine {
    /** Opens the store; one at a time. What it can do is said by its capabilities. */
    Store open();

    /** Where backups are kept. */
    Bucket backups();

    /** Where the code of functions is kept. */
    Bucket functionCode();

    /** Where messages of functions go to services that are not here. */
    Bucket functionMessages();

    /**
     * The buckets, if nobody says where else they are.
     *
     * @param random for the names of versions and uploads
     */
    ObjectStore objects(Clock clock, RandomGenerator random);

    /**
     * What secrets in the data are sealed with.
     *
     * @throws stator.server.security.KeyFileException if the key file cannot be used
     */
    SecretSeal seal();

    /** From how many bytes on the oldest of what functions and others log is deleted. */
    long logBytesMax();

    /** The directory of a certificate that the server makes itself. */
    Path certificates();

    /** Where the data is, for people. */
    String description();

    /** In memory, until the server stops. */
    final class Memory implements Engine {
        private static final int LOGS_PART_OF_MEMORY = 16;

        /** Rows, backups and exports together may take a part of the heap. */
        private final MemoryUse use = MemoryUse.ofHeap();

        private final MemoryRoom room =
                new MemoryRoom() {
                    @Override
                    public void take(long bytes) throws NoRoomException {
                        if (!use.tryTake(bytes)) {
                            throw new NoRoomException(use.detail());
                        }
                    }

                    @Override
                    public void give(long bytes) {
                        use.give(bytes);
                    }
                };

        @Override
        public Store open() {
            return new MemoryStore(use);
        }

        @Override
        public Bucket backups() {
            return new MemoryBucket(room);
        }

        @Override
        public Bucket functionCode() {
            return new MemoryBucket();
        }

        @Override
        public Bucket functionMessages() {
            return new MemoryBucket();
        }

        @Override
        public ObjectStore objects(Clock clock, RandomGenerator random) {
            return ObjectStore.inMemory(room, clock, random);
        }

        @Override
        public SecretSeal seal() {
            return SecretSeal.ofProcess();
        }

        @Override
        public long logBytesMax() {
            return Runtime.getRuntime().maxMemory() / LOGS_PART_OF_MEMORY;
        }

        @Override
        public Path certificates() {
            try {
                return Files.createTempDirectory("stator-tls-");
            } catch (IOException e) {
                throw new ConfigurationException("No temporary directory can be made: " + e);
            }
        }

        @Override
        public String description() {
            return "in memory, gone when the server stops";
        }
    }

    /**
     * In files, for good.
     *
     * @param directory made if it is not there
     */
    record Disk(Path directory, RocksSettings settings) implements Engine {
        /** With the default settings, another durability apart. */
        public Disk(Path directory, Durability durability) {
            this(directory, RocksSettings.DEFAULT.with(durability));
        }

        @Override
        public Store open() {
            return RocksStore.open(directory, settings);
        }

        /** What lies beside the tables. */
        private DataFiles files() {
            return new DataFiles(directory, !(settings.durability() instanceof Durability.None));
        }

        @Override
        public Bucket backups() {
            return files().bucket("backups");
        }

        @Override
        public Bucket functionCode() {
            return files().bucket("functions");
        }

        @Override
        public Bucket functionMessages() {
            return files().bucket("messages");
        }

        @Override
        public ObjectStore objects(Clock clock, RandomGenerator random) {
            return files().objects(clock, random);
        }

        @Override
        public SecretSeal seal() {
            return files().seal();
        }

        @Override
        public long logBytesMax() {
            return DataFiles.LOG_BYTES_MAX;
        }

        @Override
        public Path certificates() {
            return files().certificates();
        }

        @Override
        public String description() {
            return directory.toAbsolutePath().normalize()
                    + " (durability: "
                    + settings.durability()
                    + ")";
        }
    }
}
