package stator.server;

import java.nio.file.Path;
import stator.storage.rocksdb.Durability;
import stator.storage.rocksdb.RocksSettings;

/** Where the data is kept. */
public sealed interface Engine {
    /** In memory, until the server stops. */
    record Memory() implements Engine {}

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
    }
}
