package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import stator.storage.StoreException;

/** Repairs that lose data, and are therefore never made unasked. */
public final class RocksRepair {
    private RocksRepair() {}

    /**
     * Gives up all writes from an offset of a log on: the rest of that log and all later logs. What
     * is taken away is kept in the folder {@code removed} of the data directory.
     *
     * @param directory a data directory that no server uses
     * @param log name of the log, such as {@code 000012.log}
     * @param offset where the log is to end; what precedes it must be complete records
     * @return how many bytes were taken away
     */
    public static long truncateLog(Path directory, String log, long offset) {
        try (DataDirectory held = DataDirectory.hold(directory.toAbsolutePath().normalize())) {
            return truncate(held, log, offset);
        } catch (IOException e) {
            throw new StoreException.Unavailable("The log could not be truncated: " + e, e);
        }
    }

    private static long truncate(DataDirectory directory, String name, long offset)
            throws IOException {
        List<Path> logs = directory.logs();
        Path log =
                logs.stream()
                        .filter(each -> each.getFileName().toString().equals(name))
                        .findFirst()
                        .orElseThrow(
                                () -> refused("There is no log " + name + "; there are " + logs));
        LogScan scan = LogScan.of(log);
        if (offset < 0 || offset > scan.completeTo()) {
            throw refused(
                    "Up to offset "
                            + scan.completeTo()
                            + ", "
                            + log
                            + " is sound; choose that offset or a smaller one");
        }
        long removed = scan.size() - offset;
        LogCut.cut(directory, log, offset);
        for (Path later : logs.subList(logs.indexOf(log) + 1, logs.size())) {
            removed += Files.size(later);
            Files.createDirectories(directory.removed());
            Files.move(
                    later,
                    directory.removed().resolve(later.getFileName()),
                    StandardCopyOption.ATOMIC_MOVE);
        }
        DataDirectory.sync(directory.database());
        try (SyncedMark mark = new SyncedMark(directory.syncedMark())) {
            mark.log(DataDirectory.number(log), offset);
            mark.manifest(mark.syncing(), mark.manifest(), mark.manifestLength());
        }
        return removed;
    }

    private static StoreException refused(String why) {
        return new StoreException.Unavailable(why + ". Nothing was changed.", null);
    }
}
