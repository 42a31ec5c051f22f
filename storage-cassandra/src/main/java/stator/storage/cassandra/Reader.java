package stator.storage.cassandra;

import com.datastax.driver.core.BoundStatement;
import com.datastax.driver.core.ConsistencyLevel;
import com.datastax.driver.core.PagingState;
import com.datastax.driver.core.ResultSet;
import com.datastax.driver.core.Row;
import com.scalar.db.api.TransactionState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.RowVisitor;
import stator.storage.SpaceScan;
import stator.storage.StoreException;

/**
 * Reads rows by CQL, past ScalarDB, and never waits for a transaction.
 *
 * <p>A row that a transaction over several partitions holds has both values, the one before and the
 * one that is to come. Which of them counts is what the coordinator says of the transaction, and
 * while it says nothing, the one before. A strong read is serial: it sees what every lightweight
 * transaction that was answered has done. A scan goes through many partitions, where Cassandra has
 * no serial reads; it asks a quorum, as the transactions do.
 */
final class Reader {
    private static final String COLUMNS =
            "place, kind, sort, value, tx_id, tx_state, before_value, before_tx_id";
    private static final int PAGE_ROWS_FIRST = 32;
    private static final int PAGE_ROWS_MAX = 1_024;
    private static final int PAGE_BYTES = 1 << 20;

    /** Longer than Cassandra itself tries. */
    private static final int PAGE_MILLIS_MAX = 12_000;

    private final Connection connection;
    private final Transactions transactions;

    Reader(Connection connection, Transactions transactions) {
        this.connection = connection;
        this.transactions = transactions;
    }

    /** The row at a place. */
    Optional<stator.storage.Row> get(RowPlace place, Consistency consistency) {
        return row(place.slot(), read(place, level(consistency, true)));
    }

    private Row read(RowPlace place, ConsistencyLevel level) {
        BoundStatement statement =
                connection.bind(
                        "SELECT "
                                + COLUMNS
                                + " FROM KS."
                                + Schema.rows(place.slot())
                                + " WHERE place = ? AND kind = ? AND sort = ?",
                        ByteBuffer.wrap(place.place()),
                        place.kind(),
                        ByteBuffer.wrap(place.sort()));
        statement.setConsistencyLevel(level);
        return connection.execute(statement).one();
    }

    private static ConsistencyLevel level(Consistency consistency, boolean isOnePartition) {
        if (consistency == Consistency.EVENTUAL) {
            return ConsistencyLevel.LOCAL_ONE;
        }
        return isOnePartition ? ConsistencyLevel.SERIAL : ConsistencyLevel.QUORUM;
    }

    /** What comes behind a range, as it is stored. */
    static byte[] end(RowRange range) {
        return range.to().length == 0 ? RowPlace.afterAllSorts() : RowPlace.stored(range.to());
    }

    /** Shows the rows of a range that lies in a home. */
    void range(Spaces.Home home, RowRange range, Consistency consistency, RowVisitor visitor) {
        Pages pages =
                new Pages(
                        "SELECT "
                                + COLUMNS
                                + " FROM KS."
                                + Schema.rows(home.slot())
                                + " WHERE place = ? AND kind = ? AND sort >= ? AND sort < ?"
                                + (range.reverse() ? " ORDER BY kind DESC, sort DESC" : ""),
                        level(consistency, true),
                        ByteBuffer.wrap(RowPlace.place(home.generation(), range.partition())),
                        (int) range.kind(),
                        ByteBuffer.wrap(RowPlace.stored(range.from())),
                        ByteBuffer.wrap(end(range)));
        pages.show(new Shown(range.space(), home, consistency, visitor));
    }

    /** Shows the rows of a scan of a space that lies in a home. */
    void scan(Spaces.Home home, SpaceScan scan, Consistency consistency, RowVisitor visitor) {
        Shown shown = new Shown(scan.space(), home, consistency, visitor);
        long from = scan.fromToken();
        if (scan.after() != null) {
            byte[] place = RowPlace.place(home.generation(), scan.after().partition());
            long token = connection.token(place);
            if (Long.compareUnsigned(token, scan.toToken()) > 0) {
                return;
            }
            if (Long.compareUnsigned(token, from) >= 0) {
                if (!showRest(home, scan, token, place, shown) || token == -1L) {
                    return;
                }
                from = token + 1;
            }
        }
        if (Long.compareUnsigned(from, scan.toToken()) <= 0) {
            pages(home, scan.kind(), from, scan.toToken(), consistency).show(shown);
        }
    }

    private Pages pages(Spaces.Home home, byte kind, long from, long to, Consistency consistency) {
        return new Pages(
                "SELECT "
                        + COLUMNS
                        + " FROM KS."
                        + Schema.rows(home.slot())
                        + " WHERE token(place) >= ? AND token(place) <= ? AND kind = ? ALLOW"
                        + " FILTERING",
                level(consistency, false),
                signed(from),
                signed(to),
                (int) kind);
    }

    /**
     * Shows what comes behind a row and has the same token: the rest of its partition, and the
     * partitions behind that happen to have the token, too.
     *
     * @return whether the visitor wants more
     */
    private boolean showRest(
            Spaces.Home home, SpaceScan scan, long token, byte[] place, Shown shown) {
        RowRange rest =
                new RowRange(
                        scan.space(),
                        scan.after().partition(),
                        scan.kind(),
                        RowRange.after(scan.after().sort()),
                        new byte[0],
                        false);
        range(home, rest, shown.consistency(), shown);
        if (shown.isEnough) {
            return false;
        }
        for (Row row : placesAt(home, token)) {
            byte[] other = bytes(row.getBytes(0));
            if (RowPlace.generation(other) == home.generation()
                    && Arrays.compareUnsigned(other, place) > 0) {
                RowRange all =
                        RowRange.all(scan.space(), RowPlace.partition(other), scan.kind(), false);
                range(home, all, shown.consistency(), shown);
            }
        }
        return !shown.isEnough;
    }

    private ResultSet placesAt(Spaces.Home home, long token) {
        return connection.execute(
                connection.bind(
                        "SELECT DISTINCT place FROM KS."
                                + Schema.rows(home.slot())
                                + " WHERE token(place) >= ? AND token(place) <= ?",
                        signed(token),
                        signed(token)));
    }

    /** Cassandra's tokens are signed, and the least number is none of them. */
    private static long signed(long token) {
        return Math.max(token ^ Long.MIN_VALUE, Long.MIN_VALUE + 1);
    }

    /** Passes rows of one space on, until the visitor has enough. */
    private final class Shown implements RowVisitor {
        private final int space;
        private final Spaces.Home home;
        private final Consistency consistency;
        private final RowVisitor visitor;
        private boolean isEnough;

        Shown(int space, Spaces.Home home, Consistency consistency, RowVisitor visitor) {
            this.space = space;
            this.home = home;
            this.consistency = consistency;
            this.visitor = visitor;
        }

        Consistency consistency() {
            return consistency;
        }

        @Override
        public boolean visit(RowKey key, stator.storage.Row row) {
            isEnough = isEnough || !visitor.visit(key, row);
            return !isEnough;
        }

        /** Takes a row of Cassandra; returns whether to go on. */
        boolean take(Row found) {
            byte[] place = bytes(found.getBytes("place"));
            if (RowPlace.generation(place) != home.generation()) {
                return true;
            }
            Optional<stator.storage.Row> row = row(home.slot(), found);
            if (row.isEmpty()) {
                return true;
            }
            RowKey key =
                    new RowKey(
                            space,
                            RowPlace.partition(place),
                            (byte) found.getInt("kind"),
                            RowPlace.sort(bytes(found.getBytes("sort"))));
            return visit(key, row.get());
        }
    }

    /** A query whose pages hold few rows at first, then as many as make a megabyte. */
    private final class Pages {
        private final String text;
        private final ConsistencyLevel level;
        private final Object[] values;

        Pages(String text, ConsistencyLevel level, Object... values) {
            this.text = text;
            this.level = level;
            this.values = values;
        }

        void show(Shown shown) {
            PagingState next = null;
            int rows = PAGE_ROWS_FIRST;
            do {
                BoundStatement statement = connection.bind(text, values);
                statement.setConsistencyLevel(level).setFetchSize(rows).setPagingState(next);
                statement.setReadTimeoutMillis(PAGE_MILLIS_MAX);
                ResultSet result = connection.execute(statement);
                int count = result.getAvailableWithoutFetching();
                long size = 0;
                for (int i = 0; i < count; i++) {
                    Row row = result.one();
                    ByteBuffer value = row.getBytes("value");
                    size += value == null ? 0 : value.remaining();
                    if (!shown.take(row)) {
                        return;
                    }
                }
                next = result.getExecutionInfo().getPagingState();
                long average = Math.max(1, size / Math.max(1, count));
                rows = Math.clamp(PAGE_BYTES / average, 1, Math.min(4 * rows, PAGE_ROWS_MAX));
            } while (next != null);
        }
    }

    /**
     * What counts of a row, however strong the read is: what a server left when it was killed may
     * have been committed, and nobody else may ever come to say so in the row.
     */
    private Optional<stator.storage.Row> row(int slot, Row found) {
        Row row = found;
        while (row != null) {
            TransactionState state = TransactionState.getInstance(row.getInt("tx_state"));
            if (state == TransactionState.COMMITTED) {
                return value(row, "value");
            }
            String id = row.getString("tx_id");
            TransactionState decided =
                    transactions.isOfOthers(id) ? transactions.end(id) : transactions.state(id);
            if (decided == TransactionState.COMMITTED) {
                return state == TransactionState.DELETED ? Optional.empty() : value(row, "value");
            }
            if (decided == TransactionState.ABORTED) {
                return before(row);
            }
            // Undecided when it was asked, if it is the same transaction that holds the row now.
            Row again = read(placeOf(slot, found), ConsistencyLevel.SERIAL);
            if (again != null
                    && id.equals(again.getString("tx_id"))
                    && again.getInt("tx_state") == row.getInt("tx_state")) {
                return before(again);
            }
            row = again;
        }
        return Optional.empty();
    }

    private static RowPlace placeOf(int slot, Row row) {
        return new RowPlace(
                slot,
                bytes(row.getBytes("place")),
                row.getInt("kind"),
                bytes(row.getBytes("sort")));
    }

    private static Optional<stator.storage.Row> before(Row row) {
        return row.isNull("before_tx_id") ? Optional.empty() : value(row, "before_value");
    }

    private static Optional<stator.storage.Row> value(Row row, String column) {
        ByteBuffer value = row.getBytes(column);
        if (value == null) {
            return Optional.empty();
        }
        if (value.remaining() < Long.BYTES) {
            throw new StoreException.Corrupt(
                    "A row of the cluster has a value of " + value.remaining() + " bytes.", null);
        }
        ByteBuffer rest = value.slice();
        long version = rest.getLong();
        return Optional.of(new stator.storage.Row(version, bytes(rest)));
    }

    /** What a row's value is stored as. */
    static byte[] value(stator.storage.Row row) {
        return ByteBuffer.allocate(Long.BYTES + row.payload().length)
                .putLong(row.version())
                .put(row.payload())
                .array();
    }

    /** The row that a value was made of; empty for null. */
    static Optional<stator.storage.Row> row(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        long version = ByteBuffer.wrap(value).getLong();
        return Optional.of(
                new stator.storage.Row(
                        version, Arrays.copyOfRange(value, Long.BYTES, value.length)));
    }

    /** What is left in a buffer. */
    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
