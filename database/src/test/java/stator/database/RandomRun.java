package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;
import static stator.database.TestDatabase.vector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import stator.database.catalog.LiveTable;
import stator.database.commit.IdempotencyTokens;
import stator.database.item.IdempotencyToken;
import stator.database.item.IndexChange;
import stator.database.item.KeyRange;
import stator.database.item.KeyRange.Operator;
import stator.database.item.QuerySpec;
import stator.database.item.ScanSpec;
import stator.database.item.TableKey;
import stator.database.item.TargetedWrite;
import stator.database.item.TransactionOutcome;
import stator.database.item.VectorSearch;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteOutcomes;
import stator.database.item.WriteResult;
import stator.database.log.Shard;
import stator.database.settings.ChangeLogSettings;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Billing;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;
import stator.database.table.VectorSettings;
import stator.database.table.VectorSettings.SearchAttribute;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Consistency;
import stator.vector.DistanceFunction;

/**
 * One random run: a database and its model. What the database answers is checked at once; now and
 * then, and in the end, the database checks itself.
 */
final class RandomRun {
    static final int STEPS = 400;
    private static final int TRACE_LINES_MAX = 30;

    /** A shard that has become old is continued by another; it becomes so soon. */
    private static final DatabaseSettings SETTINGS =
            DatabaseSettings.DEFAULT.with(new ChangeLogSettings(86_400_000, 60_000, 0));

    private final Random random;
    private final TestDatabase test;
    private final NaiveTable model = new NaiveTable();
    private final NaiveTokens tokens = new NaiveTokens();

    /** As long as the table has one. */
    private Optional<NaiveStream> stream = Optional.empty();

    private int streams;

    /** What was done, in order; the words of the last step name what went wrong. */
    private final List<String> done = new ArrayList<>();

    private String subject = "";
    private LiveTable table;
    private long latestMillis;

    RandomRun(Engine engine, long seed) {
        test = new TestDatabase(engine, SETTINGS);
        random = new Random(seed);
        table = test.create(description());
    }

    private TableDescription description() {
        return described(
                "T",
                key("p:S", random.nextBoolean() ? "s:N" : "s:B"),
                local("l", key("p:S", "a:N"), any(Projection.values()), "c"),
                global("g", key("a:N", ""), any(Projection.values()), "b"),
                global("m", key("b:S,a:N", "c:B,p:S"), any(Projection.values()), "d"),
                anyVectorIndex("v"));
    }

    void run() {
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> writeOne();
                case 4 -> writeEach();
                case 5 -> writeAll();
                case 6 -> writeAllOnce();
                case 7, 8 -> read();
                case 9, 10 -> query();
                case 11 -> scan();
                case 12 -> search();
                default -> rarely();
            }
        }
        requireStream();
        test.close();
    }

    /**
     * What led to a failure: the last steps that had to do with the last key or with all of them.
     */
    String trace() {
        List<String> lines =
                done.stream()
                        .filter(line -> line.startsWith("* ") || line.contains(subject))
                        .toList();
        return lines.subList(Math.max(0, lines.size() - TRACE_LINES_MAX), lines.size()).stream()
                .collect(Collectors.joining("\n"));
    }

    private void note(String text) {
        done.add(done.size() + " " + text);
    }

    private void noteForAll(String text) {
        done.add("* " + done.size() + " " + text);
    }

    private void rarely() {
        switch (random.nextInt(20)) {
            case 16 -> changeStream();
            case 17 -> splitShard();
            case 18 -> requireStream();
            case 0 -> reopen();
            case 1 -> recreate();
            case 2 -> test.check();
            case 3 -> test.pass(random.nextInt(2_000) - 1_000);
            case 4 -> test.pass(IdempotencyTokens.VALID.toMillis() / 2);
            case 5 -> crash();
            case 6 -> changeSettings();
            case 7, 8, 9 -> changeIndexes();
            case 10, 11, 12, 13 -> {
                test.database().workInBackground();
                table = test.table("T");
            }
            default ->
                    assertEquals(model.size(), test.database().items().statistics(table).items());
        }
    }

    private void reopen() {
        noteForAll("reopened");
        test.reopen();
        table = test.table("T");
    }

    private void crash() {
        noteForAll("crashed");
        test.crash();
        table = test.table("T");
    }

    private void recreate() {
        noteForAll("deleted and created again");
        test.tables().delete(TestDatabase.NAMESPACE, "T", found -> {});
        table = test.create(description());
        model.clear();
        stream = Optional.empty();
    }

    /** A stream of the table begins or ends. */
    private void changeStream() {
        requireStream();
        boolean begins = stream.isEmpty();
        noteForAll(begins ? "a stream begins" : "the stream ends");
        String label = "stream" + streams++;
        StreamSettings settings =
                begins
                        ? new StreamSettings(true, StreamSettings.View.NEW_AND_OLD_IMAGES, label)
                        : StreamSettings.NONE;
        table =
                test.tables()
                        .update(
                                TestDatabase.NAMESPACE,
                                "T",
                                before -> before.toBuilder().stream(settings).build())
                        .map(LiveTable::of)
                        .orElseThrow();
        stream = begins ? Optional.of(new NaiveStream()) : Optional.empty();
    }

    private void splitShard() {
        List<Shard> open = table.record().log().openShards();
        if (!open.isEmpty()) {
            noteForAll("a shard is split");
            Shard shard = open.get(random.nextInt(open.size()));
            test.catalog()
                    .change(
                            table,
                            (record, numbers) -> record.with(record.log().split(shard, numbers)));
            table = test.table("T");
        }
    }

    private void requireStream() {
        stream.ifPresent(
                naive -> naive.requireSame(new ChangeConsumer(test, test.table("T")).all()));
    }

    /** What has nothing to do with items, and must not touch them. */
    private void changeSettings() {
        boolean protection = random.nextBoolean();
        Billing billing = any(Billing.PROVISIONED, Billing.payPerRequest(test.nowMillis()));
        table =
                test.tables()
                        .update(
                                TestDatabase.NAMESPACE,
                                "T",
                                before ->
                                        before.toBuilder()
                                                .deletionProtection(protection)
                                                .billing(billing)
                                                .build())
                        .map(LiveTable::of)
                        .orElseThrow();
        assertEquals(protection, table.description().deletionProtection());
        assertEquals(billing, table.description().billing());
    }

    /** The index x comes, with any of some keys, or goes, filled or not. */
    private void changeIndexes() {
        boolean goes = table.index("x").isPresent();
        noteForAll(goes ? "x goes" : "x comes");
        table = goes ? test.removeIndex("T", "x") : test.addIndex("T", anyIndex());
    }

    private IndexDescription anyIndex() {
        if (random.nextInt(3) == 0) {
            return anyVectorIndex("x");
        }
        KeySchema schema =
                any(key("d:N", ""), key("b:S", "a:N"), key("a:N,d:N", "b:S"), key("p:S", "c:B"));
        return global("x", schema, any(Projection.values()), "c", "d");
    }

    private IndexDescription anyVectorIndex(String name) {
        List<SearchAttribute> schema = new ArrayList<>();
        if (random.nextBoolean()) {
            KeyAttribute hash = new KeyAttribute("b", AttributeType.S);
            schema.add(new SearchAttribute(hash, VectorSettings.Role.HASH));
        }
        if (random.nextBoolean()) {
            KeyAttribute filter = new KeyAttribute("a", AttributeType.N);
            schema.add(new SearchAttribute(filter, VectorSettings.Role.INLINE_FILTER));
        }
        VectorSettings settings =
                new VectorSettings("e", 2, any(DistanceFunction.values()), schema);
        return vector(name, any(Projection.values()), settings, any("e", "c"));
    }

    /** A name of something that can be read; empty is the table. */
    private String anyReadable() {
        List<String> names = new ArrayList<>(List.of(""));
        table.description().indexes().stream()
                .filter(index -> !index.backfilling() && !index.isVector())
                .forEach(index -> names.add(index.name()));
        return names.get(random.nextInt(names.size()));
    }

    @SafeVarargs
    private <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Object sortValue() {
        boolean isNumber = table.key().sort().getFirst().type() == AttributeType.N;
        return isNumber
                ? (Object) (random.nextInt(9) - 4)
                : new byte[] {(byte) random.nextInt(3), (byte) random.nextInt(3)};
    }

    private Item anyKey() {
        Item key = item("p", any("", "\0", "x", "xy"), "s", sortValue());
        subject = key.toString();
        return key;
    }

    private Item anyItem(Item key) {
        Map<String, AttributeValue> attributes = key.toMap();
        add(attributes, "a", any(1, 2, -2, "wrong type", 12));
        add(attributes, "b", any("k", "l", "", "kk"));
        add(attributes, "c", any(new byte[] {0}, new byte[] {0, 0}, new byte[] {5}));
        add(attributes, "d", random.nextInt(5));
        if (random.nextInt(4) > 0) {
            List<AttributeValue> vector = new ArrayList<>();
            for (int i = random.nextInt(9) == 0 ? 3 : 2; i > 0; i--) {
                vector.add(TestDatabase.value(random.nextInt(3) - 1));
            }
            attributes.put("e", AttributeValue.list(vector));
        }
        return Item.of(attributes);
    }

    private void add(Map<String, AttributeValue> attributes, String name, Object value) {
        if (random.nextInt(4) > 0) {
            attributes.put(name, TestDatabase.value(value));
        }
    }

    private WriteDecision anyDecision(Item key) {
        return switch (random.nextInt(6)) {
            case 0 -> new WriteDecision.Delete();
            case 1 -> new WriteDecision.Keep();
            case 2 -> new WriteDecision.Reject();
            default -> new WriteDecision.Put(anyItem(key));
        };
    }

    private TargetedWrite anyWrite(Item key, WriteDecision decision) {
        Optional<Item> expected = model.get(key);
        return new TargetedWrite(
                table,
                key,
                current -> {
                    assertEquals(expected, current);
                    return decision;
                });
    }

    /** What becomes of the model, and what the database must answer. */
    private void requireOutcome(Item key, WriteDecision decision, WriteOutcome outcome) {
        subject = key.toString();
        note(subject + ": " + decision);
        Optional<Item> before = model.get(key);
        assertEquals(before, outcome.before());
        assertEquals(
                decision instanceof WriteDecision.Reject, outcome instanceof WriteOutcome.Rejected);
        model.apply(key, decision);
        stream.ifPresent(naive -> naive.note(key, before, model.get(key)));
        if (outcome instanceof WriteOutcome.Applied applied) {
            assertEquals(model.get(key), applied.after());
            requireIndexChanges(before, applied);
        }
    }

    private void requireIndexChanges(Optional<Item> before, WriteOutcome.Applied applied) {
        Map<String, IndexChange> changes = new HashMap<>();
        applied.indexChanges().forEach(change -> changes.put(change.index(), change));
        for (IndexDescription index : table.description().indexes()) {
            Optional<Item> old = before.flatMap(item -> NaiveTable.entry(table, index, item));
            Optional<Item> now =
                    applied.after().flatMap(item -> NaiveTable.entry(table, index, item));
            IndexChange change = changes.remove(index.name());
            if (index.backfilling() || index.isVector()) {
                // Whether the old item was in it is known to the check of the database.
                continue;
            }
            if (old.equals(now)) {
                assertEquals(null, change);
                continue;
            }
            assertEquals(old.map(Item::sizeBytes).orElse(-1), change.oldBytes());
            assertEquals(now.map(Item::sizeBytes).orElse(-1), change.newBytes());
            boolean moved =
                    old.isPresent()
                            && now.isPresent()
                            && !NaiveTable.values(index.key().attributes(), old.get())
                                    .equals(NaiveTable.values(index.key().attributes(), now.get()));
            assertEquals(moved, change.moved());
        }
        assertEquals(Map.of(), changes);
    }

    private void writeOne() {
        Item key = anyKey();
        WriteDecision decision = anyDecision(key);
        TargetedWrite write = anyWrite(key, decision);
        requireOutcome(key, decision, test.database().items().write(table, key, write.write()));
    }

    private void writeEach() {
        Map<Item, WriteDecision> decisions = anyDecisions();
        List<WriteResult> results = test.database().items().writeEach(writes(decisions));
        requireOutcomes(decisions, results);
    }

    private void writeAll() {
        Map<Item, WriteDecision> decisions = anyDecisions();
        requireOutcomes(decisions, test.database().items().writeAll(writes(decisions)));
    }

    private void requireOutcomes(Map<Item, WriteDecision> decisions, WriteOutcomes outcomes) {
        assertEquals(areApplied(decisions), outcomes.applied());
        if (outcomes.applied()) {
            requireOutcomes(decisions, outcomes.results());
        }
    }

    private static boolean areApplied(Map<Item, WriteDecision> decisions) {
        return decisions.values().stream().noneMatch(d -> d instanceof WriteDecision.Reject);
    }

    /** As {@link #writeAll}, under one of a few tokens. */
    private void writeAllOnce() {
        latestMillis = Math.max(latestMillis, test.nowMillis());
        String text = any("t1", "t2", "t3", "t4");
        int fingerprint = random.nextInt(2);
        NaiveTokens.Expected expected = tokens.expected(text, fingerprint, latestMillis);
        if (expected == NaiveTokens.Expected.UNSURE) {
            return;
        }
        IdempotencyToken token =
                new IdempotencyToken(
                        TestDatabase.NAMESPACE, "Write", text, new byte[] {(byte) fingerprint});
        Map<Item, WriteDecision> decisions = anyDecisions();
        TransactionOutcome outcome = test.database().items().writeAll(writes(decisions), token);
        noteForAll(text + " with " + fingerprint + ": " + outcome);
        switch (expected) {
            case DECIDED -> {
                TransactionOutcome.Decided decided =
                        assertInstanceOf(TransactionOutcome.Decided.class, outcome);
                requireOutcomes(decisions, decided.outcomes());
                if (areApplied(decisions)) {
                    tokens.used(text, fingerprint, latestMillis);
                }
            }
            case REPEATED -> assertInstanceOf(TransactionOutcome.Repeated.class, outcome);
            case MISMATCHED -> assertInstanceOf(TransactionOutcome.Mismatched.class, outcome);
            case UNSURE -> throw new IllegalStateException();
        }
    }

    private Map<Item, WriteDecision> anyDecisions() {
        Map<Item, WriteDecision> decisions = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            Item key = anyKey();
            decisions.put(key, anyDecision(key));
        }
        return decisions;
    }

    private List<TargetedWrite> writes(Map<Item, WriteDecision> decisions) {
        List<TargetedWrite> writes = new ArrayList<>();
        decisions.forEach((key, decision) -> writes.add(anyWrite(key, decision)));
        return writes;
    }

    private void requireOutcomes(Map<Item, WriteDecision> decisions, List<WriteResult> results) {
        List<Item> keys = new ArrayList<>(decisions.keySet());
        for (int i = 0; i < keys.size(); i++) {
            WriteResult.Done done = (WriteResult.Done) results.get(i);
            requireOutcome(keys.get(i), decisions.get(keys.get(i)), done.outcome());
        }
    }

    private void read() {
        List<TableKey> keys = new ArrayList<>();
        List<Optional<Item>> expected = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Item key = anyKey();
            keys.add(new TableKey(table, key));
            expected.add(model.get(key));
        }
        assertEquals(expected, test.database().items().getAll(keys, Consistency.STRONG));
        assertEquals(
                expected.getFirst(),
                test.database().items().get(table, keys.getFirst().key(), Consistency.STRONG));
    }

    private void query() {
        String index = anyReadable();
        KeySchema schema = NaiveTable.schema(table, index);
        List<Item> all = model.contents(table, index);
        if (all.isEmpty()) {
            return;
        }
        Item sample = all.get(random.nextInt(all.size()));
        KeyRange range = anyRange(schema, sample, all.get(random.nextInt(all.size())));
        List<Item> expected =
                all.stream().filter(item -> NaiveTable.isIn(schema, range, item)).toList();
        boolean forward = random.nextBoolean();
        expected = forward ? expected : expected.reversed();
        Item start = Item.EMPTY;
        if (!expected.isEmpty() && random.nextBoolean()) {
            int at = random.nextInt(expected.size());
            start = expected.get(at);
            expected = expected.subList(at + 1, expected.size());
        }
        int limit = 1 + random.nextInt(10);
        expected = expected.subList(0, Math.min(limit, expected.size()));
        List<Item> found = new ArrayList<>();
        QuerySpec spec = new QuerySpec(index, range, forward, start, Consistency.STRONG);
        test.database()
                .items()
                .query(
                        table,
                        spec,
                        item -> {
                            found.add(item);
                            return found.size() < limit;
                        });
        assertEquals(expected, found, () -> "" + spec);
    }

    private KeyRange anyRange(KeySchema schema, Item sample, Item other) {
        List<AttributeValue> partition = NaiveTable.values(schema.partition(), sample);
        List<KeyAttribute> sort = schema.sort();
        if (sort.isEmpty() || random.nextInt(4) == 0) {
            return KeyRange.of(partition);
        }
        int depth = random.nextInt(sort.size());
        List<AttributeValue> prefix = NaiveTable.values(sort.subList(0, depth), sample);
        AttributeValue operand = sample.get(sort.get(depth).name());
        AttributeValue second = other.get(sort.get(depth).name());
        Operator operator = any(Operator.values());
        return switch (operator) {
            case ANY -> new KeyRange(partition, prefix, operator, List.of());
            case BETWEEN -> new KeyRange(partition, prefix, operator, List.of(operand, second));
            case BEGINS_WITH ->
                    operand.type() == AttributeType.N
                            ? KeyRange.of(partition)
                            : new KeyRange(partition, prefix, operator, List.of(operand));
            case EQ, LT, LE, GT, GE -> new KeyRange(partition, prefix, operator, List.of(operand));
        };
    }

    private void scan() {
        String index = anyReadable();
        int totalSegments = 1 + random.nextInt(4);
        int pageItems = 1 + random.nextInt(20);
        List<Item> found = new ArrayList<>();
        for (int segment = 0; segment < totalSegments; segment++) {
            found.addAll(pages(index, segment, totalSegments, pageItems));
        }
        found.sort(NaiveTable.order(table, index));
        assertEquals(model.contents(table, index), found);
    }

    private List<Item> pages(String index, int segment, int totalSegments, int pageItems) {
        List<Item> found = new ArrayList<>();
        List<Item> page = new ArrayList<>();
        do {
            Item start = found.isEmpty() ? Item.EMPTY : found.getLast();
            page.clear();
            ScanSpec spec = new ScanSpec(index, segment, totalSegments, start, Consistency.STRONG);
            test.database()
                    .items()
                    .scan(
                            table,
                            spec,
                            item -> {
                                page.add(item);
                                return page.size() < pageItems;
                            });
            found.addAll(page);
        } while (page.size() == pageItems);
        return found;
    }

    private void search() {
        List<IndexDescription> indexes =
                table.vectorIndexes().stream().filter(index -> !index.backfilling()).toList();
        if (!indexes.isEmpty()) {
            IndexDescription index = indexes.get(random.nextInt(indexes.size()));
            VectorSearch search =
                    NaiveSearch.any(
                            random, index, TestDatabase.value("k"), TestDatabase.value("l"));
            new NaiveSearch(table, index.name(), model.contents(table, ""))
                    .requireSame(test, search);
        }
    }
}
