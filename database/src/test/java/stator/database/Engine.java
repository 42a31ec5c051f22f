package stator.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import stator.storage.MemoryStore;
import stator.storage.Store;
import stator.storage.rocksdb.Durability;
import stator.storage.rocksdb.RocksSettings;
import stator.storage.rocksdb.RocksStore;

/** The engines that the database is tested over. */
enum Engine {
    MEMORY {
        @Override
        Directory newDirectory() {
            MemoryStore store = new MemoryStore();
            return new Directory() {
                @Override
                public Store open() {
                    return store;
                }

                @Override
                public Store reopen(Store old) {
                    return old;
                }

                @Override
                public void delete() {}
            };
        }
    },

    /** Without waiting for the disk: what a power cut does is the engine's own test. */
    ROCKSDB {
        @Override
        Directory newDirectory() {
            return new RocksDirectory();
        }
    };

    /** Where a store outlives its closing. */
    interface Directory {
        Store open();

        /** Closes and opens again, if the engine keeps anything when it is closed. */
        Store reopen(Store old);

        void delete();
    }

    abstract Directory newDirectory();

    private static final class RocksDirectory implements Directory {
        private final Path path;

        RocksDirectory() {
            try {
                path = Files.createTempDirectory("stator-database");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Store open() {
            return RocksStore.open(path, RocksSettings.DEFAULT.with(new Durability.None()));
        }

        @Override
        public Store reopen(Store old) {
            old.close();
            return open();
        }

        @Override
        public void delete() {
            try (Stream<Path> paths = Files.walk(path)) {
                List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
                for (Path found : deepestFirst) {
                    Files.delete(found);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
