package stator.server;

import java.nio.file.Path;
import stator.storage.rocksdb.Durability;

/** Where the data is kept. */
public sealed interface Engine {
    /** In memory, until the server stops. */
    record Memory() implements Engine {}

    /**
     * In files, for good.
     *
     * @param directory made if it is not there
     * @param durability when a write is on stable storage
     */
    record Disk(Path directory, Durability durability) implements Engine {}
}
