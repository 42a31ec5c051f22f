package stator.storage.cassandra;

import com.scalar.db.exception.transaction.CrudConflictException;
import com.scalar.db.exception.transaction.CrudException;
import com.scalar.db.exception.transaction.TransactionException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import stator.storage.StoreException;

/**
 * Writes a row again as it is, in a transaction of its own.
 *
 * <p>Every commit is conditional on the rows that it changes being those that it read, its carrier
 * among them. So once the carrier was rewritten, a commit that was sent before and has not been
 * applied never will be, however long its message lies in a queue. Where there is no row, one that
 * is gone is put, for the same reason; it is removed later ({@link Chores}).
 */
final class Rewriter {
    private static final long PAUSE_MILLIS = 100;

    private final Transactions transactions;

    Rewriter(Transactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Rewrites a row.
     *
     * @return what is there now; nothing that was sent before changes it any longer
     * @throws StoreException.Unavailable if it could not be done in time
     */
    RowTransaction.Stored rewrite(RowPlace row, long nanosMax) {
        long start = System.nanoTime();
        while (true) {
            Optional<RowTransaction.Stored> done = attempt(row);
            if (done.isPresent()) {
                return done.get();
            }
            if (System.nanoTime() - start > nanosMax || Thread.currentThread().isInterrupted()) {
                throw new StoreException.Unavailable(
                        "It could not be found out for "
                                + TimeUnit.NANOSECONDS.toSeconds(nanosMax)
                                + " s what became of a write.",
                        null);
            }
            Connection.pause(PAUSE_MILLIS);
        }
    }

    private Optional<RowTransaction.Stored> attempt(RowPlace row) {
        RowTransaction transaction = transactions.begin();
        try {
            RowTransaction.Stored stored =
                    transaction.get(row).orElse(new RowTransaction.Stored(null, null));
            transaction.put(row, stored.value(), stored.tally());
            return transaction.commit() == RowTransaction.End.COMMITTED
                    ? Optional.of(stored)
                    : Optional.empty();
        } catch (CrudConflictException e) {
            free(row);
            return Optional.empty();
        } catch (CrudException e) {
            return Optional.empty();
        }
    }

    /**
     * Settles a row that a transaction holds which nobody goes on with: the caller has the lock of
     * the row, so it is one of a server that is gone, or one of ours that failed.
     */
    void free(RowPlace row) {
        try {
            transactions.endHolder(row);
            transactions.recover(row);
        } catch (TransactionException | RuntimeException e) {
            // The caller tries again, or gives up in time.
        }
    }

    /** Removes a row that is gone and carries nothing; whether it was there does not matter. */
    boolean remove(RowPlace row) {
        RowTransaction transaction = transactions.begin();
        try {
            Optional<RowTransaction.Stored> stored = transaction.get(row);
            if (stored.isEmpty() || stored.get().value() != null) {
                transaction.discard();
                return true;
            }
            transaction.delete(row);
            return transaction.commit() == RowTransaction.End.COMMITTED;
        } catch (CrudException e) {
            return false;
        }
    }
}
