package stator.storage.cassandra;

import com.scalar.db.api.Delete;
import com.scalar.db.api.DistributedTransaction;
import com.scalar.db.api.Get;
import com.scalar.db.api.Insert;
import com.scalar.db.api.Result;
import com.scalar.db.api.Upsert;
import com.scalar.db.api.UpsertBuilder;
import com.scalar.db.exception.storage.NoMutationException;
import com.scalar.db.exception.transaction.CommitConflictException;
import com.scalar.db.exception.transaction.CommitException;
import com.scalar.db.exception.transaction.CrudConflictException;
import com.scalar.db.exception.transaction.CrudException;
import com.scalar.db.exception.transaction.PreparationConflictException;
import com.scalar.db.exception.transaction.RollbackException;
import com.scalar.db.exception.transaction.UnknownTransactionStatusException;
import com.scalar.db.exception.transaction.UnsatisfiedConditionException;
import com.scalar.db.exception.transaction.ValidationConflictException;
import com.scalar.db.io.Key;
import java.util.Optional;

/** One transaction of ScalarDB on rows. Not for use by several threads. */
final class RowTransaction {
    private final DistributedTransaction transaction;
    private final String keyspace;

    /** Why it was not committed, for people. */
    private String failure = "";

    RowTransaction(DistributedTransaction transaction, String keyspace) {
        this.transaction = transaction;
        this.keyspace = keyspace;
    }

    /**
     * What is stored under a key.
     *
     * @param value null if there is only a tally
     * @param tally null if there is none
     */
    record Stored(byte[] value, byte[] tally) {}

    /** How a commit ended. */
    enum End {
        /** All changes are there. */
        COMMITTED,
        /** Nothing is or will be there: others changed or held the rows. */
        CONFLICT,
        /** Nothing is or will be there: the cluster was in trouble. */
        FAILED,
        /** All changes are there, or will be, or none. */
        UNKNOWN
    }

    String id() {
        return transaction.getId();
    }

    /**
     * Reads a row.
     *
     * @throws CrudConflictException if another transaction holds it
     * @throws CrudException if the cluster is in trouble
     */
    Optional<Stored> get(RowPlace row) throws CrudException {
        Optional<Result> found =
                transaction.get(
                        Get.newBuilder()
                                .namespace(keyspace)
                                .table(Schema.rows(row.slot()))
                                .partitionKey(partitionKey(row))
                                .clusteringKey(clusteringKey(row))
                                .build());
        return found.map(result ->
                new Stored(
                        result.isNull("value") ? null : result.getBlobAsBytes("value"),
                        result.isNull("tally") ? null : result.getBlobAsBytes("tally")));
    }

    /**
     * Puts a row.
     *
     * @param value null for a row that is gone
     * @param tally null to leave what is there
     */
    void put(RowPlace row, byte[] value, byte[] tally) throws CrudException {
        UpsertBuilder.Buildable put =
                Upsert.newBuilder()
                        .namespace(keyspace)
                        .table(Schema.rows(row.slot()))
                        .partitionKey(partitionKey(row))
                        .clusteringKey(clusteringKey(row))
                        .blobValue("value", value);
        if (tally != null) {
            put = put.blobValue("tally", tally);
        }
        transaction.upsert(put.build());
    }

    /** Puts a row where there is none; it need not be read for that. */
    void insert(RowPlace row, byte[] value) throws CrudException {
        transaction.insert(
                Insert.newBuilder()
                        .namespace(keyspace)
                        .table(Schema.rows(row.slot()))
                        .partitionKey(partitionKey(row))
                        .clusteringKey(clusteringKey(row))
                        .blobValue("value", value)
                        .build());
    }

    /** Deletes a row. */
    void delete(RowPlace row) throws CrudException {
        try {
            transaction.delete(
                    Delete.newBuilder()
                            .namespace(keyspace)
                            .table(Schema.rows(row.slot()))
                            .partitionKey(partitionKey(row))
                            .clusteringKey(clusteringKey(row))
                            .build());
        } catch (UnsatisfiedConditionException e) {
            throw new IllegalStateException("A delete without a condition has one", e);
        }
    }

    /** Commits. */
    End commit() {
        try {
            transaction.commit();
            return End.COMMITTED;
        } catch (CommitConflictException e) {
            return ended(isCertain(e) ? End.CONFLICT : End.UNKNOWN, e);
        } catch (UnknownTransactionStatusException | RuntimeException e) {
            return ended(End.UNKNOWN, e);
        } catch (CommitException e) {
            // Nothing was sent yet, or the coordinator has noted that it is aborted.
            return ended(End.FAILED, e);
        }
    }

    private End ended(End end, Exception cause) {
        failure = cause.getMessage();
        return end;
    }

    /** Why it was not committed, for people. */
    String failure() {
        return failure;
    }

    /**
     * Whether rows were found changed or held. A conflict that was made out of a failed statement
     * tells nothing: a lightweight transaction that timed out may be applied later.
     */
    private static boolean isCertain(CommitConflictException conflict) {
        for (Throwable cause = conflict.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof NoMutationException
                    || cause instanceof CrudConflictException
                    || cause instanceof ValidationConflictException
                    || cause instanceof PreparationConflictException) {
                return true;
            }
        }
        return false;
    }

    /** Forgets what was to be changed; nothing was sent. */
    void discard() {
        try {
            transaction.rollback();
        } catch (RollbackException e) {
            // Only memory was to be freed.
        }
    }

    static Key partitionKey(RowPlace row) {
        return Key.ofBlob("place", row.place());
    }

    static Key clusteringKey(RowPlace row) {
        return Key.of("kind", row.kind(), "sort", row.sort());
    }
}
