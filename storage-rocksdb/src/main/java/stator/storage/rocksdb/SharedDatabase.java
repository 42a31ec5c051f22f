package stator.storage.rocksdb;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import stator.storage.Reads;
import stator.storage.StoreException;
import stator.storage.Turnstile;

/**
 * The open database as all threads share it. It may be exchanged, because RocksDB has to be closed
 * and opened again after a disk error.
 */
final class SharedDatabase {
    /** Users pass together, the exchange alone; guards {@code database} and {@code missing}. */
    private final Turnstile turnstile = new Turnstile();

    private OpenDatabase database;

    /** Why there is no database at the moment. */
    private String missing = "The store is not open.";

    /** A use of the database. */
    @FunctionalInterface
    interface Use<T> {
        T with(OpenDatabase database) throws RocksDBException;
    }

    /** Opens a database in the place of the one before. */
    @FunctionalInterface
    interface Opening {
        OpenDatabase open() throws RocksDBException;
    }

    /**
     * Lets a caller use the database.
     *
     * @throws StoreException for what RocksDB reports
     */
    <T> T use(Use<T> use) {
        try {
            return tryUse(use);
        } catch (RocksDBException e) {
            throw failed("The disk could not be read", e);
        }
    }

    /** As {@link #use}, for those who make up their own mind about failures. */
    <T> T tryUse(Use<T> use) throws RocksDBException {
        long stamp = turnstile.enter();
        try {
            return with(use);
        } finally {
            turnstile.exit(stamp);
        }
    }

    /**
     * Lets a caller use what is in memory of the database, by {@code use}s that go no further.
     *
     * @throws Reads.NotAtOnceException if there is more to it, or the database is being exchanged
     * @throws StoreException for what else RocksDB reports
     */
    <T> T useAtOnce(Use<T> use) {
        long stamp = turnstile.tryEnter();
        if (stamp == 0) {
            throw new Reads.NotAtOnceException();
        }
        try {
            return with(use);
        } catch (RocksDBException e) {
            if (e.getStatus() != null && e.getStatus().getCode() == Status.Code.Incomplete) {
                throw new Reads.NotAtOnceException();
            }
            throw failed("The disk could not be read", e);
        } finally {
            turnstile.exit(stamp);
        }
    }

    private <T> T with(Use<T> use) throws RocksDBException {
        if (database == null) {
            throw new StoreException.Unavailable(missing, null);
        }
        return use.with(database);
    }

    /** Waits for all users, closes the database and opens the next. */
    void exchange(Opening opening) throws RocksDBException {
        long stamp = turnstile.enterAlone();
        try {
            closeNow("The store is closed because of a disk error, and is being opened again.");
            assert database == null : "two databases would be open in one directory";
            database = opening.open();
        } finally {
            turnstile.exitAlone(stamp);
        }
    }

    /** Waits for all users, then closes the database. Later users are told why. */
    void close(String why) {
        long stamp = turnstile.enterAlone();
        try {
            closeNow(why);
        } finally {
            turnstile.exitAlone(stamp);
        }
    }

    private void closeNow(String why) {
        missing = why;
        if (database != null) {
            database.close();
            database = null;
        }
    }

    /** What RocksDB's exception means for callers. */
    static StoreException failed(String what, RocksDBException e) {
        Status status = e.getStatus();
        if (status != null && status.getCode() == Status.Code.Corruption) {
            return new StoreException.Corrupt(
                    what
                            + ", because stored data is damaged. Restore the data directory from a"
                            + " backup. RocksDB says: "
                            + e.getMessage(),
                    e);
        }
        return new StoreException.Unavailable(what + ": " + e.getMessage(), e);
    }
}
