package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Cuts off the end of a log. What is cut off is kept in a file of its own. */
final class LogCut {
    private LogCut() {}

    /** Leaves a log with its first {@code length} bytes, if it has more. */
    static void cut(DataDirectory directory, Path log, long length) throws IOException {
        try (FileChannel from =
                FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (from.size() > length) {
                keep(from, length, keptFile(directory, log, length));
                from.truncate(length);
                from.force(true);
            }
        }
    }

    private static Path keptFile(DataDirectory directory, Path log, long offset)
            throws IOException {
        Files.createDirectories(directory.removed());
        String name = log.getFileName() + "-from-" + offset;
        Path kept = directory.removed().resolve(name);
        for (int copy = 2; Files.exists(kept); copy++) {
            kept = directory.removed().resolve(name + "-" + copy);
        }
        return kept;
    }

    private static void keep(FileChannel from, long offset, Path kept) throws IOException {
        try (FileChannel to =
                FileChannel.open(kept, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long end = from.size();
            for (long at = offset; at < end; ) {
                at += from.transferTo(at, end - at, to);
            }
            to.force(true);
        }
        DataDirectory.sync(kept.getParent());
    }
}
