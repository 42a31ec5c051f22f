package stator.server;

import java.io.IOException;
import java.nio.file.Path;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.bucket.DirectoryBucket;
import stator.bucket.DirectoryBuckets;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryBuckets;
import stator.storage.MemoryStore;
import stator.storage.Store;
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

    /** The buckets of exports and imports, if nobody says where else they are. */
    Buckets buckets();

    /** Where the data is, for people. */
    String description();

    /** In memory, until the server stops. */
    record Memory() implements Engine {
        @Override
        public Store open() {
            return new MemoryStore();
        }

        @Override
        public Bucket backups() {
            return new MemoryBucket();
        }

        @Override
        public Buckets buckets() {
            return new MemoryBuckets();
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

        @Override
        public Bucket backups() {
            Path backups = directory.resolve("backups");
            try {
                return DirectoryBucket.make(backups);
            } catch (IOException e) {
                throw new ConfigurationException(
                        "The directory " + backups + " cannot be used: " + e);
            }
        }

        @Override
        public Buckets buckets() {
            return new DirectoryBuckets(directory.resolve("s3"));
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
