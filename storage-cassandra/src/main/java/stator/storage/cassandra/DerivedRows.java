package stator.storage.cassandra;

import com.datastax.driver.core.BatchStatement;
import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.ResultSetFuture;
import com.datastax.driver.core.exceptions.DriverException;
import com.scalar.db.api.TransactionState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;
import stator.storage.StoreException;
import stator.storage.WriteBatch;
import stator.storage.WriteBatch.Change;

/**
 * Makes derived changes: plain writes whose time is the version of what they follow from.
 *
 * <p>Of all writes of a row Cassandra shows the one with the highest time, and of a deletion and a
 * put of the same time the deletion, in whatever order they came to which node. That is what {@link
 * stator.storage.Store#derive} promises. No lightweight transaction writes these rows: its times
 * are microseconds, far below any version, and it would never be seen. The rows that wait in an
 * outbox are written so once, and for the same reason every deletion with their version counts.
 *
 * <p>The rows of one partition go together, so that either all of them are there or none, up to a
 * size that every node takes.
 */
final class DerivedRows {
    private static final int GROUP_CHANGES_MAX = 200;
    private static final int GROUP_BYTES_MAX = 1 << 20;
    private static final int GROUPS_UNDER_WAY_MAX = 64;

    private final Connection connection;
    private final Spaces spaces;
    private final Reader reader;
    private final Snapshots snapshots;

    DerivedRows(Connection connection, Spaces spaces, Reader reader, Snapshots snapshots) {
        this.connection = connection;
        this.spaces = spaces;
        this.reader = reader;
        this.snapshots = snapshots;
    }

    /** The table and the partition key of rows that go together. */
    private record Partition(int slot, ByteBuffer place) {}

    /** Statements by partition. */
    private final class Groups {
        private final List<Group> all = new ArrayList<>();
        private final Map<Partition, Group> last = new HashMap<>();

        void add(int slot, byte[] place, BoundStatement statement, int bytes) {
            Partition partition = new Partition(slot, ByteBuffer.wrap(place));
            Group group = last.get(partition);
            if (group == null || !group.hasRoomFor(bytes)) {
                group = new Group();
                all.add(group);
                last.put(partition, group);
            }
            group.add(statement, bytes);
        }

        void send() {
            for (int from = 0; from < all.size(); from += GROUPS_UNDER_WAY_MAX) {
                DerivedRows.this.send(
                        all.subList(from, Math.min(from + GROUPS_UNDER_WAY_MAX, all.size())));
            }
        }
    }

    /** Changes that are sent together. */
    private static final class Group {
        private final BatchStatement statement = new BatchStatement(BatchStatement.Type.UNLOGGED);
        private int bytes;

        boolean hasRoomFor(int more) {
            return statement.size() < GROUP_CHANGES_MAX
                    && (statement.size() == 0 || bytes + more <= GROUP_BYTES_MAX);
        }

        void add(BoundStatement change, int size) {
            statement.add(change);
            bytes += size;
        }
    }

    /**
     * Makes changes; when this returns a quorum has them.
     *
     * @throws StoreException.Unavailable if some of them may be missing
     */
    void make(List<Change> changes) {
        if (snapshots.areOpen()) {
            changes.forEach(this::keepBefore);
        }
        Groups groups = new Groups();
        for (Change change : changes) {
            RowPlace place = RowPlace.of(spaces.make(change.key().space()), change.key());
            groups.add(place.slot(), place.place(), statement(place, change), bytes(change));
        }
        groups.send();
    }

    private static int bytes(Change change) {
        int key = change.key().partition().length + change.key().sort().length;
        return change instanceof WriteBatch.Put put ? key + put.row().payload().length : key;
    }

    /** Two may keep the same row, and the first who changes it has kept it before. */
    private void keepBefore(Change change) {
        RowKey key = change.key();
        spaces.find(key.space())
                .ifPresent(home ->
                        snapshots.keep(
                                home, key, reader.get(RowPlace.of(home, key), Consistency.STRONG)));
    }

    /** A row that is put has what a reader looks at. */
    private BoundStatement statement(RowPlace place, Change change) {
        return switch (change) {
            case WriteBatch.Put put ->
                    connection.bind(
                            "INSERT INTO KS."
                                    + Schema.rows(place.slot())
                                    + " (place, kind, sort, value, tx_state) VALUES (?, ?, ?, ?, ?)"
                                    + " USING TIMESTAMP ?",
                            ByteBuffer.wrap(place.place()),
                            place.kind(),
                            ByteBuffer.wrap(place.sort()),
                            ByteBuffer.wrap(Reader.value(put.row())),
                            TransactionState.COMMITTED.get(),
                            put.row().version());
            case WriteBatch.Delete delete ->
                    connection.bind(
                            "DELETE FROM KS."
                                    + Schema.rows(place.slot())
                                    + " USING TIMESTAMP ? WHERE place = ? AND kind = ? AND sort ="
                                    + " ?",
                            delete.version(),
                            ByteBuffer.wrap(place.place()),
                            place.kind(),
                            ByteBuffer.wrap(place.sort()));
        };
    }

    /**
     * Empties ranges; when this returns a quorum knows it.
     *
     * @throws StoreException.Unavailable if some rows may still be there
     */
    void empty(List<Store.Emptying> ranges) {
        Groups groups = new Groups();
        for (Store.Emptying emptying : ranges) {
            RowRange range = emptying.range();
            Spaces.Home home = spaces.make(range.space());
            if (snapshots.areOpen()) {
                reader.range(
                        home,
                        range,
                        Consistency.STRONG,
                        (key, row) -> {
                            snapshots.keep(home, key, Optional.of(row));
                            return true;
                        });
            }
            byte[] place = RowPlace.place(home.generation(), range.partition());
            byte[] to = Reader.end(range);
            BoundStatement statement =
                    connection.bind(
                            "DELETE FROM KS."
                                    + Schema.rows(home.slot())
                                    + " USING TIMESTAMP ? WHERE place = ? AND kind = ? AND sort <"
                                    + " ?",
                            emptying.version(),
                            ByteBuffer.wrap(place),
                            (int) range.kind(),
                            ByteBuffer.wrap(to));
            groups.add(home.slot(), place, statement, to.length);
        }
        groups.send();
    }

    /** Sends all at once; those that were not answered are sent again. */
    private void send(List<Group> groups) {
        List<Optional<ResultSetFuture>> sent = new ArrayList<>(groups.size());
        for (Group group : groups) {
            sent.add(connection.send(group.statement));
        }
        for (int i = 0; i < groups.size(); i++) {
            if (!isDone(sent.get(i))) {
                connection.execute(groups.get(i).statement);
            }
        }
    }

    private static boolean isDone(Optional<ResultSetFuture> sent) {
        if (sent.isEmpty()) {
            return false;
        }
        try {
            sent.get().getUninterruptibly();
            return true;
        } catch (DriverException e) {
            return false;
        }
    }
}
