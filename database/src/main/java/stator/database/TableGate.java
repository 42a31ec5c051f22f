package stator.database;

import java.util.Optional;
import java.util.concurrent.locks.StampedLock;
import stator.model.ApiException;
import stator.model.ErrorCode;

/**
 * Stands between the writers of a table and changes of its description, so that no write is applied
 * with a description that no longer holds, and none to a table that is gone.
 *
 * <p>All snapshots of one table share one gate. Writers pass together; a change waits until they
 * are out and keeps them out meanwhile.
 */
final class TableGate {
    private final StampedLock lock = new StampedLock();

    /** The table as it is; null once it is gone. Guarded by {@link #lock}. */
    private Table current;

    /**
     * Lets a writer in.
     *
     * @return what to give to {@link #exit}
     */
    long enter() {
        return lock.readLock();
    }

    /** The table as it is; only for who is in. */
    Table current() {
        Table table = current;
        if (table == null) {
            throw ApiException.of(ErrorCode.RESOURCE_NOT_FOUND, "Requested resource not found");
        }
        return table;
    }

    /** The table as it is, if it is there; only for who is in. */
    Optional<Table> find() {
        return Optional.ofNullable(current);
    }

    /** Lets a writer out. */
    void exit(long stamp) {
        lock.unlockRead(stamp);
    }

    /** Keeps writers out from now on. */
    long close() {
        return lock.writeLock();
    }

    /** What writers find from now on; only for who closed the gate. Null: the table is gone. */
    void replace(Table table) {
        current = table;
    }

    /** Lets writers in again. */
    void open(long stamp) {
        lock.unlockWrite(stamp);
    }
}
