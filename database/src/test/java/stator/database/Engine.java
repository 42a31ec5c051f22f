package stator.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import stator.database.row.Layout;
import stator.storage.RowRange;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;
import stator.storage.rocksdb.Durability;
import stator.storage.rocksdb.RocksSettings;
import stator.storage.rocksdb.RocksStore;
import stator.storage.testing.OnePartitionStore;

/** The engines that the database is tested over. */
enum Engine {
    MEMORY {
        @Override
        Directory newDirectory() {
            return Directory.of(new MemoryStore());
        }
    },

    /** Without waiting for the disk: what a power cut does is the engine's own test. */
    ROCKSDB {
        @Override
        Directory newDirectory() {
            return new RocksDirectory();
        }
    },

    /** A commit reaches one partition; what follows from it comes out of order, twice and late. */
    MEMORY_BY_PARTITION {
        @Override
        Directory newDirectory() {
            return new PartitionedDirectory(MEMORY.newDirectory());
        }
    },

    ROCKSDB_BY_PARTITION {
        @Override
        Directory newDirectory() {
            return new PartitionedDirectory(ROCKSDB.newDirectory());
        }
    };

    /** Where a store outlives its closing. */
    interface Directory {
        Store open();

        /** Closes and opens again, if the engine keeps anything when it is closed. */
        Store reopen(Store old);

        /** Opens what another process would find if this one was killed now. */
        Store crash(Store old);

        void delete();

        /** Of a store that is always the same. */
        static Directory of(Store store) {
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
                public Store crash(Store old) {
                    return old;
                }

                @Override
                public void delete() {}
            };
        }

        /**
         * In memory.
         *
         * @param looks where each range that is read is added
         */
        static Directory watched(List<RowRange> looks) {
            Store store = new MemoryStore();
            return of(
                    (Store)
                            Proxy.newProxyInstance(
                                    Store.class.getClassLoader(),
                                    new Class<?>[] {Store.class},
                                    (proxy, method, arguments) -> {
                                        if (method.getName().equals("range")) {
                                            looks.add((RowRange) arguments[0]);
                                        }
                                        try {
                                            return method.invoke(store, arguments);
                                        } catch (InvocationTargetException e) {
                                            throw e.getCause();
                                        }
                                    }));
        }
    }

    abstract Directory newDirectory();

    /**
     * Another engine, made to reach one partition only. Notes for other regions are committed with
     * the item all the same: they have to be there exactly if it is.
     */
    private static final class PartitionedDirectory implements Directory {
        private final Directory whole;
        private final OnePartitionStore.State state = new OnePartitionStore.State();
        private final Random random = new Random(1);
        private Store engine;

        PartitionedDirectory(Directory whole) {
            this.whole = whole;
        }

        private Store partitioned(Store opened) {
            engine = opened;
            return new OnePartitionStore(opened, state, random, Set.of(Layout.NOTE_KIND));
        }

        @Override
        public Store open() {
            return partitioned(whole.open());
        }

        /** What the database still has to do when it closes its store is not done. */
        @Override
        public Store reopen(Store old) {
            return partitioned(whole.reopen(engine));
        }

        @Override
        public Store crash(Store old) {
            return partitioned(whole.crash(engine));
        }

        @Override
        public void delete() {
            whole.delete();
        }
    }

    private static final class RocksDirectory implements Directory {
        private Path path = newPath();

        private static Path newPath() {
            try {
                return Files.createTempDirectory("stator-database");
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

        /** The files as they are while the old one has them open. Nobody may write meanwhile. */
        @Override
        public Store crash(Store old) {
            Path before = path;
            path = newPath();
            while (!isCopied(before, path)) {
                delete(path);
                path = newPath();
            }
            old.close();
            delete(before);
            return open();
        }

        /** Copies all files; false if the engine was tidying up meanwhile. */
        private static boolean isCopied(Path from, Path to) {
            try {
                Map<Path, FileTime> files = files(from);
                for (Path found : files.keySet()) {
                    Files.copy(found, to.resolve(from.relativize(found)));
                }
                return files.equals(files(from));
            } catch (NoSuchFileException gone) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Map<Path, FileTime> files(Path folder) throws IOException {
            Map<Path, FileTime> files = new LinkedHashMap<>();
            Files.walkFileTree(
                    folder,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path found, BasicFileAttributes attributes) {
                            if (!found.equals(folder)) {
                                files.put(found, FileTime.fromMillis(0));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path found, BasicFileAttributes attributes) {
                            files.put(found, attributes.lastModifiedTime());
                            return FileVisitResult.CONTINUE;
                        }
                    });
            return files;
        }

        @Override
        public void delete() {
            delete(path);
        }

        private static void delete(Path path) {
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
