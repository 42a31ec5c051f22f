package stator.storage.cassandra;

import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.Row;
import com.datastax.driver.core.Session;
import com.scalar.db.api.DistributedStorage;
import com.scalar.db.api.DistributedStorageAdmin;
import com.scalar.db.api.DistributedTransaction;
import com.scalar.db.api.TransactionState;
import com.scalar.db.common.StorageInfoProvider;
import com.scalar.db.common.TableMetadataManager;
import com.scalar.db.common.checker.OperationChecker;
import com.scalar.db.config.DatabaseConfig;
import com.scalar.db.exception.transaction.TransactionException;
import com.scalar.db.storage.cassandra.BatchHandler;
import com.scalar.db.storage.cassandra.Cassandra;
import com.scalar.db.storage.cassandra.CassandraAdmin;
import com.scalar.db.storage.cassandra.ClusterManager;
import com.scalar.db.storage.cassandra.DeleteStatementHandler;
import com.scalar.db.storage.cassandra.InsertStatementHandler;
import com.scalar.db.storage.cassandra.SelectStatementHandler;
import com.scalar.db.storage.cassandra.StatementHandlerManager;
import com.scalar.db.storage.cassandra.UpdateStatementHandler;
import com.scalar.db.transaction.consensuscommit.ConsensusCommitManager;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import stator.storage.StoreException;

/**
 * ScalarDB's transactions over our connection.
 *
 * <p>Each has an id that tells the epoch of the {@link Lease} it was begun in: whoever holds the
 * lease knows by it that a transaction is of a server that is gone, and ends it at once, instead of
 * waiting the 15 seconds that ScalarDB would.
 *
 * <p>Transactions are serializable; one whose changes lie in one partition is one lightweight
 * transaction and leaves nothing with the coordinator. What others leave there is removed once all
 * of their rows are settled ({@link #finish}).
 */
final class Transactions implements AutoCloseable {
    private static final String PREFIX = "scalar.db.consensus_commit.";
    private static final char EPOCH_END = '-';

    private final Connection connection;
    private final ConsensusCommitManager manager;
    private final long epoch;
    private final AtomicLong numbers = new AtomicLong();

    /**
     * @param epoch of the lease
     */
    Transactions(Connection connection, long epoch) {
        this.connection = connection;
        this.epoch = epoch;
        Properties properties = new Properties();
        properties.setProperty("scalar.db.storage", "cassandra");
        properties.setProperty("scalar.db.contact_points", "the connection has them");
        properties.setProperty(PREFIX + "isolation_level", "SERIALIZABLE");
        properties.setProperty(PREFIX + "one_phase_commit.enabled", "true");
        properties.setProperty(PREFIX + "async_commit.enabled", "false");
        properties.setProperty(PREFIX + "coordinator.namespace", connection.keyspace());
        properties.setProperty(PREFIX + "coordinator.write_set_logging.enabled", "true");
        DatabaseConfig config = new DatabaseConfig(properties);
        ClusterManager cluster = new ClusterManager(connection.cluster(), connection.session());
        DistributedStorageAdmin admin = admin(cluster);
        manager = new ConsensusCommitManager(storage(config, cluster, admin), admin, config);
    }

    /**
     * ScalarDB's own way makes a second connection, which knows neither TLS nor data centres. What
     * it puts together then is put together here, of its parts; two of their constructors are not
     * public.
     */
    private static DistributedStorage storage(
            DatabaseConfig config, ClusterManager cluster, DistributedStorageAdmin admin) {
        Session session = cluster.getSession();
        StatementHandlerManager handlers =
                StatementHandlerManager.builder()
                        .select(new SelectStatementHandler(session, config.getScanFetchSize()))
                        .insert(new InsertStatementHandler(session))
                        .update(new UpdateStatementHandler(session))
                        .delete(new DeleteStatementHandler(session))
                        .build();
        TableMetadataManager tables =
                new TableMetadataManager(admin, config.getMetadataCacheExpirationTimeSecs());
        return make(
                Cassandra.class,
                new Class<?>[] {
                    DatabaseConfig.class,
                    ClusterManager.class,
                    StatementHandlerManager.class,
                    BatchHandler.class,
                    TableMetadataManager.class,
                    OperationChecker.class
                },
                config,
                cluster,
                handlers,
                new BatchHandler(session, handlers),
                tables,
                new OperationChecker(config, tables, new StorageInfoProvider(admin)));
    }

    private static DistributedStorageAdmin admin(ClusterManager cluster) {
        return make(CassandraAdmin.class, new Class<?>[] {ClusterManager.class}, cluster);
    }

    private static <T> T make(Class<T> part, Class<?>[] types, Object... arguments) {
        try {
            Constructor<T> constructor = part.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(part + " cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This is no version of ScalarDB that we know", e);
        }
    }

    /** Begins a transaction. */
    RowTransaction begin() {
        String id = epoch + "" + EPOCH_END + numbers.incrementAndGet();
        DistributedTransaction transaction = manager.begin(id, Map.of());
        return new RowTransaction(transaction, connection.keyspace());
    }

    /** Whether a transaction is of a server before this one. */
    boolean isOfOthers(String id) {
        return Long.parseLong(id.substring(0, id.indexOf(EPOCH_END))) < epoch;
    }

    /**
     * Ends a transaction that is not yet decided, and says what became of it. Safe against one that
     * still runs: it fails then.
     *
     * @return COMMITTED or ABORTED
     * @throws StoreException.Unavailable if the cluster does not answer
     */
    TransactionState end(String id) {
        manager.rollback(id);
        // What it answers may be that it could not find out.
        TransactionState decided = state(id);
        if (decided == TransactionState.UNKNOWN) {
            throw new StoreException.Unavailable(
                    "The transaction " + id + " cannot be ended", null);
        }
        return decided;
    }

    /**
     * What became of a transaction over several partitions; UNKNOWN if it is not decided.
     *
     * @throws StoreException.Unavailable if the cluster does not answer
     */
    TransactionState state(String id) {
        Row found =
                connection
                        .execute(
                                connection
                                        .bind("SELECT tx_state FROM KS.state WHERE tx_id = ?", id)
                                        .setConsistencyLevel(ConsistencyLevel.SERIAL))
                        .one();
        return found == null
                ? TransactionState.UNKNOWN
                : TransactionState.getInstance(found.getInt(0));
    }

    /** Ends the transaction that holds a row, if one does. */
    void endHolder(RowPlace row) {
        Row found =
                connection
                        .execute(
                                connection
                                        .bind(
                                                "SELECT tx_id, tx_state FROM KS."
                                                        + Schema.rows(row.slot())
                                                        + " WHERE place = ? AND kind = ? AND sort ="
                                                        + " ?",
                                                ByteBuffer.wrap(row.place()),
                                                row.kind(),
                                                ByteBuffer.wrap(row.sort()))
                                        .setConsistencyLevel(ConsistencyLevel.SERIAL))
                        .one();
        if (found != null
                && TransactionState.getInstance(found.getInt(1)) != TransactionState.COMMITTED) {
            end(found.getString(0));
        }
    }

    /**
     * Gives a row the state that its transaction was decided to have.
     *
     * @return whether the row is settled
     */
    boolean recover(RowPlace row) throws TransactionException {
        return manager.recoverRecord(
                connection.keyspace(),
                Schema.rows(row.slot()),
                RowTransaction.partitionKey(row),
                RowTransaction.clusteringKey(row));
    }

    /** Settles all rows of a decided transaction, and removes what the coordinator knows of it. */
    void finish(String id) throws TransactionException {
        manager.finishTransaction(id);
    }

    @Override
    public void close() {
        manager.close();
    }
}
