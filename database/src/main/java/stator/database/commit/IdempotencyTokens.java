package stator.database.commit;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import stator.database.item.IdempotencyToken;
import stator.database.item.TransactionOutcome;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteResult;
import stator.database.row.HybridClock;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Store;
import stator.storage.Turnstile;
import stator.storage.WriteBatch;

/**
 * The tokens of the transactions of the last minutes, each a row that is written in the commit of
 * its transaction.
 *
 * <p>A token is valid for {@link #VALID}. So that there is no search for the old ones, the rows of
 * each period of that length go to a space of their own, three of which take turns: that of this
 * period, that of the last one, which may hold valid tokens still, and one that holds none and is
 * dropped as a whole, by the first transaction with a token in a new period. What a row says of its
 * end decides whether it is valid; dropping only makes room.
 *
 * <p>A transaction reads, and thereby locks, its token's row in all three spaces. Two that come
 * with the same token therefore wait for each other, even if they believe in different periods. The
 * time is that of the versions, which never goes back.
 */
public final class IdempotencyTokens {
    /** How long a token is valid after its transaction. */
    public static final Duration VALID = Duration.ofMinutes(10);

    private static final byte[] NONE = {};
    private static final List<KeyAttribute> TEXTS =
            List.of(
                    new KeyAttribute("account", AttributeType.S),
                    new KeyAttribute("region", AttributeType.S),
                    new KeyAttribute("operation", AttributeType.S),
                    new KeyAttribute("token", AttributeType.S));

    /** A clock that is set back further was wrong before, and the versions with it. */
    private static final long CLOCK_SET_BACK_MILLIS_MAX = 3_600_000;

    private final Store store;
    private final HybridClock versions;
    private final Clock trusted;

    /** The latest time that was ever told. */
    private final AtomicLong newestMillis;

    /** Shared by transactions with tokens; a space is dropped while none is in. */
    private final Turnstile gate = new Turnstile();

    /** The last period in which a space was dropped. Guarded by {@link #gate}. */
    private volatile long sweptPeriod = -1;

    /** The partitions of the tokens whose transactions are under way here. */
    private final Set<ByteBuffer> inProgress = ConcurrentHashMap.newKeySet();

    /**
     * @param trusted a clock that does not leap forward: a token that is dropped too early is a
     *     transaction that can be applied twice
     */
    public IdempotencyTokens(Store store, HybridClock versions, Clock trusted) {
        this.store = store;
        this.versions = versions;
        this.trusted = trusted;
        long lastMillis = HybridClock.millis(versions.last());
        newestMillis =
                new AtomicLong(Math.min(lastMillis, trusted.millis() + CLOCK_SET_BACK_MILLIS_MAX));
    }

    /** Never goes back, and after a restart at most an hour. */
    private long millis() {
        return newestMillis.accumulateAndGet(trusted.millis(), Math::max);
    }

    /** The use of one token by one transaction; {@link #close} ends it. */
    public final class Use implements AutoCloseable {
        private final IdempotencyToken token;
        private final byte[] partition;
        private final long stamp;

        private Use(IdempotencyToken token, byte[] partition) {
            this.token = token;
            this.partition = partition;
            stamp = gate.enter();
        }

        /** The rows to be read together with those of the transaction. */
        List<RowKey> keys() {
            List<RowKey> keys = new ArrayList<>(Layout.TOKEN_SPACES);
            for (int i = 0; i < Layout.TOKEN_SPACES; i++) {
                keys.add(key(Layout.TOKEN_SPACE_MIN + i));
            }
            return keys;
        }

        private RowKey key(int space) {
            return new RowKey(space, partition, Layout.TOKEN_KIND, NONE);
        }

        /**
         * What is known of the token, if anything valid is.
         *
         * @param rows those of {@link #keys}
         */
        Optional<TransactionOutcome> find(List<Optional<Row>> rows) {
            assert rows.size() == Layout.TOKEN_SPACES : "A token is looked up in all spaces";
            for (Optional<Row> row : rows) {
                if (row.isPresent()) {
                    Item found = Item.wrap(row.get().payload());
                    if (Long.parseLong(found.get("Until").text()) > millis()) {
                        return Optional.of(outcome(found));
                    }
                }
            }
            return Optional.empty();
        }

        private TransactionOutcome outcome(Item found) {
            if (!Arrays.equals(found.get("Fingerprint").binary(), token.fingerprint())) {
                return new TransactionOutcome.Mismatched();
            }
            List<Integer> sizes = new ArrayList<>();
            ByteBuffer bytes = ByteBuffer.wrap(found.get("ItemBytes").binary());
            while (bytes.hasRemaining()) {
                sizes.add(bytes.getInt());
            }
            return new TransactionOutcome.Repeated(sizes);
        }

        /** Adds the token to the commit of its transaction. */
        void put(List<WriteResult> results, WriteBatch batch) {
            ByteBuffer sizes = ByteBuffer.allocate(results.size() * Integer.BYTES);
            results.forEach(result -> sizes.putInt(itemBytes(result)));
            long version = versions.next();
            long now = millis();
            DocumentWriter row = new DocumentWriter(128);
            row.name("Until");
            row.number(Long.toString(now + VALID.toMillis()));
            row.name("Fingerprint");
            row.binary(token.fingerprint());
            row.name("ItemBytes");
            row.binary(sizes.array());
            batch.put(key(spaceOf(period(now))), new Row(version, row.toItem().toBytes()));
        }

        @Override
        public void close() {
            gate.exit(stamp);
            inProgress.remove(ByteBuffer.wrap(partition));
        }
    }

    private static int itemBytes(WriteResult result) {
        return switch (result) {
            case WriteResult.Done(WriteOutcome.Applied applied) ->
                    Math.max(
                            applied.before().map(Item::sizeBytes).orElse(0),
                            applied.after().map(Item::sizeBytes).orElse(0));
            case WriteResult.Done(WriteOutcome.Rejected rejected) ->
                    throw new IllegalStateException("A token of a canceled transaction");
            case WriteResult.Failed failed ->
                    throw new IllegalStateException("A token of a canceled transaction");
        };
    }

    /** Begins the use of a token; empty if a transaction with the same one is under way. */
    public Optional<Use> use(IdempotencyToken token) {
        sweep();
        byte[] partition =
                KeyBytes.of(
                        TEXTS,
                        List.of(
                                AttributeValue.string(token.namespace().account()),
                                AttributeValue.string(token.namespace().region()),
                                AttributeValue.string(token.operation()),
                                AttributeValue.string(token.text())));
        return inProgress.add(ByteBuffer.wrap(partition))
                ? Optional.of(new Use(token, partition))
                : Optional.empty();
    }

    /** Drops the space whose tokens are all too old, once in a period. */
    private void sweep() {
        if (sweptPeriod == period(millis())) {
            return;
        }
        long stamp = gate.enterAlone();
        try {
            long period = period(millis());
            if (sweptPeriod != period) {
                store.dropSpace(spaceOf(period + 1));
                sweptPeriod = period;
            }
        } finally {
            gate.exitAlone(stamp);
        }
    }

    private static long period(long millis) {
        return millis / VALID.toMillis();
    }

    private static int spaceOf(long period) {
        return Layout.TOKEN_SPACE_MIN + (int) (period % Layout.TOKEN_SPACES);
    }
}
