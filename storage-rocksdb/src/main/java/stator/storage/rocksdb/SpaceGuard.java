package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import stator.storage.StoreException;

/**
 * Refuses writes before the disk is full, because RocksDB takes a full disk for a broken one.
 *
 * <p>The room is asked for every second; what is written in between is counted. Deletions go on for
 * longer than additions, so that room can be made.
 */
final class SpaceGuard {
    /** What is written takes room in the log and in a sorted file, for a while in two. */
    private static final int COPIES = 3;

    private static final int PART_FOR_DELETIONS = 4;

    /** What clients are told, who need not know where the data is. */
    private static final String FULL =
            "The disk of the server is full. Reads and deletions go on; writes are accepted again when"
                    + " there is room.";

    private final Path directory;
    private final FileStore disk;
    private final long reserveBytes;
    private final AtomicLong usableBytes = new AtomicLong();

    SpaceGuard(Path directory, long reserveBytes) throws IOException {
        this.directory = directory;
        this.reserveBytes = reserveBytes;
        disk = Files.getFileStore(directory);
        look();
    }

    /** Asks how much room there is. */
    void look() throws IOException {
        usableBytes.set(disk.getUsableSpace());
    }

    /** Counts what was written since the last look. */
    void written(long bytes) {
        assert bytes >= 0 : bytes + " bytes";
        usableBytes.addAndGet(-COPIES * bytes);
    }

    /** Whether additions are welcome. */
    boolean roomy() {
        return usableBytes.get() >= reserveBytes;
    }

    /**
     * Refuses an entry for which there is no room.
     *
     * @throws StoreException.Unavailable so
     */
    void require(GroupEntry entry) {
        long needed = entry.onlyDeletes() ? reserveBytes / PART_FOR_DELETIONS : reserveBytes;
        if (usableBytes.get() < needed) {
            throw new StoreException.Unavailable(detail(), FULL, null);
        }
    }

    /** What is wrong, and what to do. */
    String detail() {
        return "The disk of "
                + directory
                + " is full: "
                + (Math.max(0, usableBytes.get()) >> 20)
                + " MB are left, and "
                + (reserveBytes >> 20)
                + " MB are kept in reserve. Reads go on; writes are accepted again when there is"
                + " room.";
    }
}
