package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import stator.storage.StoreException;

/**
 * Looks at the log and the manifest before RocksDB may.
 *
 * <p>A torn tail (what the last write left behind when the process or the machine died) is moved
 * away, so that RocksDB can be told to accept nothing but sound logs. Any other damage is refused,
 * and nothing is changed. A damaged spot is a tail if nothing that was synced lies behind it:
 *
 * <ul>
 *   <li>it lies behind what {@link SyncedMark} knows to be synced, and
 *   <li>if every write is synced, no other record begins behind it. For a record is only begun
 *       after the one before was synced, so that just the last one can be torn.
 * </ul>
 */
final class OpeningCheck {
    private final DataDirectory directory;
    private final SyncedMark mark;

    OpeningCheck(DataDirectory directory, SyncedMark mark) {
        this.directory = directory;
        this.mark = mark;
    }

    /**
     * Leaves logs that RocksDB can read.
     *
     * @throws StoreException.Corrupt if there is damage to what may have been acknowledged
     */
    void run() throws IOException {
        checkManifest();
        List<Path> logs = directory.logs();
        requireSyncedLog(logs);
        for (Path log : logs) {
            checkLog(log);
        }
    }

    /**
     * Removes what a failed write left in the log, so that nobody sees it now and misses it after a
     * crash. Only for a mark that is exact.
     */
    void removeUnsynced() throws IOException {
        for (Path log : directory.logs()) {
            long number = DataDirectory.number(log);
            if (number >= mark.log()) {
                LogCut.cut(directory, log, number == mark.log() ? mark.logLength() : 0);
            }
        }
    }

    private void checkManifest() throws IOException {
        Path current = directory.database().resolve("CURRENT");
        if (!Files.exists(current)) {
            if (mark.manifest() > 0) {
                throw lost("The file " + current + " is missing.");
            }
            return;
        }
        // Bytes that are no name of a file, or no text, are damage as well.
        String name = Files.readString(current, StandardCharsets.ISO_8859_1).strip();
        boolean isName = name.matches("MANIFEST-[0-9]{1,18}");
        if (!isName || !Files.exists(directory.database().resolve(name))) {
            throw lost("The file " + current + " does not name an existing manifest.");
        }
        checkManifest(directory.database().resolve(name));
    }

    private void checkManifest(Path manifest) throws IOException {
        long number = DataDirectory.number(manifest);
        LogScan scan = LogScan.of(manifest);
        if (number < mark.manifest()) {
            throw lost("The manifest " + manifest + " is not the newest.");
        }
        if (number == mark.manifest() && scan.completeTo() < mark.manifestLength()) {
            throw lost(
                    "The manifest "
                            + manifest
                            + " is damaged or cut short at offset "
                            + scan.completeTo()
                            + "; it was at least "
                            + mark.manifestLength()
                            + " bytes long.");
        }
        if (scan.recordsAfter() > 0) {
            throw lost(
                    "The manifest "
                            + manifest
                            + " is damaged at offset "
                            + scan.completeTo()
                            + ".");
        }
    }

    private static StoreException lost(String what) {
        return new StoreException.Corrupt(
                what
                        + " Without it, rows would be missing. Nothing was changed. Restore the data"
                        + " directory from a backup; or work on a copy of it and let RocksDB's tool"
                        + " rebuild the manifest: ldb repair --db=DIRECTORY/db, then delete"
                        + " DIRECTORY/synced.",
                null);
    }

    private void requireSyncedLog(List<Path> logs) {
        if (mark.logLength() > 0
                && logs.stream().noneMatch(log -> DataDirectory.number(log) >= mark.log())) {
            throw new StoreException.Corrupt(
                    "The log "
                            + directory.database().resolve(String.format("%06d.log", mark.log()))
                            + " is missing, and with it acknowledged writes. Nothing was changed."
                            + " Put the file back, or restore the data directory from a backup.",
                    null);
        }
    }

    private void checkLog(Path log) throws IOException {
        LogScan scan = LogScan.of(log);
        if (scan.completeTo() < syncedTo(log, scan) || scan.recordsAfter() > 0 && allSynced()) {
            throw damaged(log, scan);
        }
        if (!scan.sound()) {
            LogCut.cut(directory, log, scan.completeTo());
        }
    }

    /** How much of a log was certainly on stable storage. */
    private long syncedTo(Path log, LogScan scan) {
        long number = DataDirectory.number(log);
        if (number == mark.log()) {
            return mark.logLength();
        }
        return number < mark.log() ? scan.size() : 0;
    }

    private boolean allSynced() {
        return switch (mark.syncing()) {
            case EVERY_WRITE, UNKNOWN -> true;
            case SOMETIMES, NEVER -> false;
        };
    }

    private StoreException damaged(Path log, LogScan scan) {
        return new StoreException.Corrupt(
                "The log "
                        + log
                        + " is damaged at offset "
                        + scan.completeTo()
                        + " of "
                        + scan.size()
                        + ": "
                        + scan.recordsBefore()
                        + " sound records before it, "
                        + scan.recordsAfter()
                        + " after it. Nothing was changed. Restore the data directory from a"
                        + " backup; or give up all writes from the damage on with: stator repair --data "
                        + directory.path()
                        + " --log "
                        + log.getFileName()
                        + " --truncate-at "
                        + scan.completeTo(),
                null);
    }
}
