package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Where the log ends that RocksDB is writing, found at the price of one system call a write. For
 * one thread.
 */
final class LogEnd implements AutoCloseable {
    private final DataDirectory directory;
    private FileChannel file;
    private long number;
    private long length;

    LogEnd(DataDirectory directory) {
        this.directory = directory;
    }

    /** Looks where the log ends, given that at least {@code bytes} were added. */
    void advance(long bytes) throws IOException {
        assert bytes >= 0 : bytes + " bytes";
        if (file == null || file.size() < length + bytes) {
            // A log that did not grow is no longer the one that is written.
            openNewest();
        }
        length = file == null ? 0 : file.size();
    }

    private void openNewest() throws IOException {
        close();
        List<Path> logs = directory.logs();
        if (!logs.isEmpty()) {
            number = DataDirectory.number(logs.getLast());
            file = FileChannel.open(logs.getLast(), StandardOpenOption.READ);
        }
    }

    long number() {
        return number;
    }

    long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }
}
