package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.rocksdb.RocksDBException;
import stator.storage.StoreException;

/**
 * The thread that looks after an open store: how much room the disk has, how far the manifest is
 * synced, the periodic sync if there is one, and the way back after a disk error.
 *
 * <p>After a disk error RocksDB accepts no write until it is closed and opened again, and a file
 * must not be synced again after a failed sync, because the kernel may have dropped what it could
 * not write. So the way back is: probe until the disk can do what comes next, close, remove what
 * the failed write left in the log, check, open. Reads go on until the database is closed, and on a
 * database that cannot be opened for writing they go on with one that is opened for reading.
 */
final class Caretaker {
    private static final long ROUND_MILLIS = 1000;
    private static final long RETRY_MILLIS_MIN = 100;
    private static final long RETRY_MILLIS_MAX = 5000;

    private final DataDirectory directory;
    private final RocksSettings settings;
    private final SharedDatabase database;
    private final GroupCommit commit;
    private final Totals totals;
    private final SpaceGuard spaceGuard;
    private final SyncedMark mark;
    private final Thread thread;
    private final long roundNanos;

    private volatile boolean stopped;
    private long retryMillis = RETRY_MILLIS_MIN;

    Caretaker(
            DataDirectory directory,
            RocksSettings settings,
            SharedDatabase database,
            GroupCommit commit,
            Totals totals,
            SpaceGuard spaceGuard,
            SyncedMark mark) {
        this.directory = directory;
        this.settings = settings;
        this.database = database;
        this.commit = commit;
        this.totals = totals;
        this.spaceGuard = spaceGuard;
        this.mark = mark;
        roundNanos = TimeUnit.MILLISECONDS.toNanos(roundMillis(settings.durability()));
        thread = new Thread(this::work, "stator-rocksdb-care");
        thread.setDaemon(true);
    }

    private static long roundMillis(Durability durability) {
        return switch (durability) {
            case Durability.Interval interval -> Math.min(interval.millis(), ROUND_MILLIS);
            case Durability.Always always -> ROUND_MILLIS;
            case Durability.None none -> ROUND_MILLIS;
        };
    }

    void start() {
        thread.start();
    }

    private void work() {
        try {
            while (!stopped) {
                commit.awaitRefusal(roundNanos);
                if (!stopped) {
                    round();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("Nobody interrupts this thread", e);
        }
    }

    private void round() throws InterruptedException {
        if (commit.refusal() != null) {
            comeBack();
            return;
        }
        try {
            spaceGuard.look();
            markManifest();
            if (settings.durability() instanceof Durability.Interval) {
                sync();
            }
        } catch (IOException | RocksDBException | RuntimeException e) {
            // Whatever it was: without this thread the store would never come back.
            commit.refuse("The disk failed: " + e.getMessage());
        }
    }

    private void sync() throws IOException, RocksDBException {
        try (LogEnd end = new LogEnd(directory)) {
            end.advance(0);
            database.tryUse(open -> {
                open.sync();
                return null;
            });
            mark.log(end.number(), end.length());
        }
    }

    /** Syncs the manifest if it has grown, and notes its length. */
    void markManifest() throws IOException {
        String name = Files.readString(directory.database().resolve("CURRENT")).strip();
        Path manifest = directory.database().resolve(name);
        long number = DataDirectory.number(manifest);
        SyncedMark.Syncing syncing = SyncedMark.Syncing.of(settings.durability());
        try (FileChannel file = FileChannel.open(manifest, StandardOpenOption.WRITE)) {
            long length = file.size();
            if (number != mark.manifest()
                    || length != mark.manifestLength()
                    || syncing != mark.syncing()) {
                file.force(false);
                mark.manifest(syncing, number, length);
            }
        }
    }

    private void comeBack() throws InterruptedException {
        commit.awaitClosing(TimeUnit.MILLISECONDS.toNanos(retryMillis));
        if (stopped) {
            return;
        }
        retryMillis = Math.min(2 * retryMillis, RETRY_MILLIS_MAX);
        try {
            probe();
            spaceGuard.look();
            if (spaceGuard.roomy()) {
                reopen();
                retryMillis = RETRY_MILLIS_MIN;
            }
        } catch (IOException | RocksDBException | RuntimeException e) {
            commit.refuse(
                    "The disk failed, and the store could not come back yet: " + e.getMessage());
        }
    }

    /**
     * Whether the disk can do again what is about to be done: write and sync what was cut off from
     * a log, tried on a file of no importance; sync the logs, whatever that is worth by now; and
     * open what is there. Once the database is closed, it is too late to find that out.
     */
    private void probe() throws IOException {
        Path probe = directory.path().resolve("probe.log");
        try (FileChannel file =
                FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1));
            file.force(true);
        }
        Files.delete(probe);
        for (Path log : directory.logs()) {
            try (FileChannel file = FileChannel.open(log, StandardOpenOption.WRITE)) {
                file.force(false);
            }
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.database())) {
            for (Path file : files) {
                FileChannel.open(file, StandardOpenOption.READ).close();
            }
        }
    }

    private void reopen() throws IOException, RocksDBException {
        RocksDBException[] readOnlyBecause = {null};
        database.exchange(() -> {
            prepare();
            try {
                return OpenDatabase.open(directory.database(), settings);
            } catch (RocksDBException e) {
                readOnlyBecause[0] = e;
                return OpenDatabase.openForReading(directory.database(), settings);
            }
        });
        if (readOnlyBecause[0] != null) {
            throw readOnlyBecause[0];
        }
        database.tryUse(open -> {
            totals.load(open);
            totals.writeAgain(open);
            return null;
        });
        markManifest();
        commit.resume();
    }

    private void prepare() {
        OpeningCheck check = new OpeningCheck(directory, mark);
        try {
            if (commit.markIsExact()) {
                check.removeUnsynced();
            }
            check.run();
        } catch (IOException e) {
            throw new StoreException.Unavailable("The log could not be checked: " + e, e);
        }
    }

    /** Says that the store is about to close; {@link GroupCommit#close} then wakes the thread. */
    void stopping() {
        stopped = true;
    }

    /** Waits for the end. An interrupt would close the files that the thread uses. */
    void stop() {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
