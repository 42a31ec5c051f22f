package stator.storage.cassandra;

import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.Row;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import stator.storage.SharedStore;
import stator.storage.Store;
import stator.storage.StoreException;

/**
 * A keyspace before which several servers stand. It has a connection of its own, so that the beat
 * of the lease never waits behind the rows.
 */
final class SharedKeyspace implements SharedStore {
    private final CassandraSettings settings;
    private final Connection connection;
    private final ClockWatch clock;
    private final LeaseWatch watch;

    private SharedKeyspace(CassandraSettings settings, Connection connection) {
        this.settings = settings;
        this.connection = connection;
        clock = new ClockWatch(connection);
        watch = new LeaseWatch(new LeaseRow(connection), settings.leaseDuration(), clock::refusal);
    }

    /**
     * Goes to a keyspace, and makes it if it is not there.
     *
     * @throws StoreException.Unavailable if the cluster cannot be reached
     */
    static SharedKeyspace open(CassandraSettings settings) {
        Connection connection = Connection.open(settings);
        try {
            new Schema(connection, settings).prepare();
            return new SharedKeyspace(settings, connection);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Optional<Holder> holder() {
        LeaseRow.Held held = watch.recent();
        return held.isFree()
                ? Optional.empty()
                : Optional.of(new Holder(held.door(), held.host(), held.epoch(), held.since()));
    }

    @Override
    public Optional<Store> open(String door, Runnable lost) {
        return watch.tryTake(door, lost).map(lease -> CassandraStore.open(settings, lease));
    }

    @Override
    public Optional<String> objection() {
        return Optional.of(clock.refusal()).filter(refusal -> !refusal.isEmpty());
    }

    @Override
    public Duration clockOffset() {
        return clock.offset();
    }

    @Override
    public byte[] secret(String name, Supplier<byte[]> first) {
        return find(name)
                .orElseGet(() -> {
                    connection.execute(
                            connection.bind(
                                    "INSERT INTO KS.secret (name, bytes) VALUES (?, ?) IF NOT EXISTS",
                                    name,
                                    ByteBuffer.wrap(first.get())));
                    return find(name).orElseThrow();
                });
    }

    private Optional<byte[]> find(String name) {
        Row row =
                connection
                        .execute(
                                connection
                                        .bind("SELECT bytes FROM KS.secret WHERE name = ?", name)
                                        .setConsistencyLevel(ConsistencyLevel.SERIAL))
                        .one();
        return Optional.ofNullable(row).map(found -> Reader.bytes(found.getBytes(0)));
    }

    @Override
    public void close() {
        clock.close();
        connection.close();
    }
}
