package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.database.TestDatabase.described;
import static stator.database.TestDatabase.global;
import static stator.database.TestDatabase.item;
import static stator.database.TestDatabase.key;
import static stator.database.TestDatabase.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stator.database.IndexDescription.Projection;
import stator.database.KeyRange.Operator;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Consistency;

/**
 * Random writes, reads and restarts, compared with a naive map. A failure names the seed; set the
 * system property {@code stator.seed} to run it again.
 */
final class RandomRunTest {
    private static final int RUNS = 10;
    private static final int STEPS = 400;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theDatabaseDoesWhatAMapDoes(Engine engine) {
        Long fixed = Long.getLong("stator.seed");
        long first = fixed != null ? fixed : System.nanoTime();
        for (long seed = first; seed < first + (fixed != null ? 1 : RUNS); seed++) {
            try {
                new Run(engine, seed).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Failed with -Dstator.seed=" + seed, e);
            }
        }
    }

    /** One run: a database and its model. */
    private static final class Run {
        private final Random random;
        private final TestDatabase test;
        private final Map<Item, Item> model = new HashMap<>();
        private Table table;

        Run(Engine engine, long seed) {
            test = new TestDatabase(engine);
            random = new Random(seed);
            table = test.create(description());
        }

        private TableDescription description() {
            return described(
                    "T",
                    key("p:S", random.nextBoolean() ? "s:N" : "s:B"),
                    local("l", key("p:S", "a:N"), any(Projection.values()), "c"),
                    global("g", key("a:N", ""), any(Projection.values()), "b"),
                    global("m", key("b:S,a:N", "c:B,p:S"), any(Projection.values()), "d"));
        }

        void run() {
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2, 3 -> writeOne();
                    case 4 -> writeEach();
                    case 5 -> writeAll();
                    case 6, 7 -> read();
                    case 8, 9 -> query();
                    case 10 -> scan();
                    default -> rarely();
                }
            }
            test.close();
        }

        private void rarely() {
            switch (random.nextInt(14)) {
                case 8, 9 -> changeIndexes();
                case 10, 11, 12, 13 -> {
                    test.database().workInBackground();
                    table = test.table("T");
                }
                case 0 -> {
                    test.reopen();
                    table = test.table("T");
                }
                case 1 -> {
                    test.catalog().delete(TestDatabase.NAMESPACE, "T", found -> {});
                    table = test.create(description());
                    model.clear();
                }
                case 2 -> test.check();
                case 3 -> test.pass(random.nextInt(2_000) - 1_000);
                default -> assertEquals(model.size(), test.database().statistics(table).items());
            }
        }

        /** The index x comes, with any of some keys, or goes, filled or not. */
        private void changeIndexes() {
            table =
                    table.index("x").isPresent()
                            ? test.removeIndex("T", "x")
                            : test.addIndex("T", anyIndex());
        }

        private IndexDescription anyIndex() {
            KeySchema schema =
                    any(
                            key("d:N", ""),
                            key("b:S", "a:N"),
                            key("a:N,d:N", "b:S"),
                            key("p:S", "c:B"));
            return global("x", schema, any(Projection.values()), "c", "d");
        }

        /** A name of something that can be read; empty is the table. */
        private String anyReadable() {
            List<String> names = new ArrayList<>(List.of(""));
            table.description().indexes().stream()
                    .filter(index -> !index.backfilling())
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
            return item("p", any("", "\0", "x", "xy"), "s", sortValue());
        }

        private Item anyItem(Item key) {
            Map<String, AttributeValue> attributes = key.toMap();
            add(attributes, "a", any(1, 2, -2, "wrong type", 12));
            add(attributes, "b", any("k", "l", "", "kk"));
            add(attributes, "c", any(new byte[] {0}, new byte[] {0, 0}, new byte[] {5}));
            add(attributes, "d", random.nextInt(5));
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
            Optional<Item> expected = Optional.ofNullable(model.get(key));
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
            Optional<Item> before = Optional.ofNullable(model.get(key));
            assertEquals(before, outcome.before());
            assertEquals(
                    decision instanceof WriteDecision.Reject,
                    outcome instanceof WriteOutcome.Rejected);
            switch (decision) {
                case WriteDecision.Put put -> model.put(key, put.item());
                case WriteDecision.Delete delete -> model.remove(key);
                case WriteDecision.Keep keep -> {}
                case WriteDecision.Reject reject -> {}
            }
            if (outcome instanceof WriteOutcome.Applied applied) {
                assertEquals(Optional.ofNullable(model.get(key)), applied.after());
                requireIndexChanges(before, applied);
            }
        }

        private void requireIndexChanges(Optional<Item> before, WriteOutcome.Applied applied) {
            Map<String, IndexChange> changes = new HashMap<>();
            applied.indexChanges().forEach(change -> changes.put(change.index(), change));
            for (IndexDescription index : table.description().indexes()) {
                Optional<Item> old = before.flatMap(item -> entry(index, item));
                Optional<Item> now = applied.after().flatMap(item -> entry(index, item));
                IndexChange change = changes.remove(index.name());
                if (index.backfilling()) {
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
                                && index.key().attributes().stream()
                                        .anyMatch(a ->
                                                !old.get()
                                                        .get(a.name())
                                                        .equals(now.get().get(a.name())));
                assertEquals(moved, change.moved());
            }
            assertEquals(Map.of(), changes);
        }

        private void writeOne() {
            Item key = anyKey();
            WriteDecision decision = anyDecision(key);
            TargetedWrite write = anyWrite(key, decision);
            requireOutcome(key, decision, test.database().write(table, key, write.write()));
        }

        private void writeEach() {
            Map<Item, WriteDecision> decisions = anyDecisions();
            List<WriteResult> results = test.database().writeEach(writes(decisions));
            requireOutcomes(decisions, results);
        }

        private void writeAll() {
            Map<Item, WriteDecision> decisions = anyDecisions();
            WriteOutcomes outcomes = test.database().writeAll(writes(decisions));
            boolean expected =
                    decisions.values().stream().noneMatch(d -> d instanceof WriteDecision.Reject);
            assertEquals(expected, outcomes.applied());
            if (outcomes.applied()) {
                requireOutcomes(decisions, outcomes.results());
            }
        }

        private Map<Item, WriteDecision> anyDecisions() {
            Map<Item, WriteDecision> decisions = new HashMap<>();
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

        private void requireOutcomes(
                Map<Item, WriteDecision> decisions, List<WriteResult> results) {
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
                expected.add(Optional.ofNullable(model.get(key)));
            }
            assertEquals(expected, test.database().getAll(keys));
            assertEquals(
                    expected.getFirst(),
                    test.database().get(table, keys.getFirst().key(), Consistency.STRONG));
        }

        private Optional<Item> entry(IndexDescription index, Item item) {
            for (KeyAttribute attribute : index.key().attributes()) {
                Optional<AttributeValue> value = item.find(attribute.name());
                if (value.isEmpty()
                        || value.get().type() != attribute.type()
                        || value.get().equals(TestDatabase.value(""))) {
                    return Optional.empty();
                }
            }
            if (index.projection() == Projection.ALL) {
                return Optional.of(item);
            }
            Map<String, AttributeValue> carried = item.toMap();
            carried.keySet()
                    .removeIf(name ->
                            table.key().find(name).isEmpty()
                                    && index.key().find(name).isEmpty()
                                    && !index.nonKeyAttributes().contains(name));
            return Optional.of(Item.of(carried));
        }

        /** What a table (no name) or an index holds, in the order of its sort key. */
        private List<Item> contents(String indexName) {
            List<Item> contents = new ArrayList<>();
            if (indexName.isEmpty()) {
                contents.addAll(model.values());
            } else {
                IndexDescription index = table.index(indexName).orElseThrow();
                model.values().forEach(item -> entry(index, item).ifPresent(contents::add));
            }
            contents.sort(this::compareSort);
            return contents;
        }

        private KeySchema schema = key("p:S", "");

        private int compareSort(Item left, Item right) {
            List<KeyAttribute> order = new ArrayList<>(schema.sort());
            order.addAll(table.key().attributes());
            for (KeyAttribute attribute : order) {
                int compared =
                        left.get(attribute.name()).compareScalar(right.get(attribute.name()));
                if (compared != 0) {
                    return compared;
                }
            }
            return 0;
        }

        private void query() {
            String index = anyReadable();
            schema = index.isEmpty() ? table.key() : table.index(index).orElseThrow().key();
            List<Item> all = contents(index);
            if (all.isEmpty()) {
                return;
            }
            Item sample = all.get(random.nextInt(all.size()));
            KeyRange range = anyRange(sample, all.get(random.nextInt(all.size())));
            List<Item> expected =
                    new ArrayList<>(all.stream().filter(item -> isIn(range, item)).toList());
            boolean forward = random.nextBoolean();
            expected = forward ? expected : expected.reversed();
            Item start = Item.EMPTY;
            if (!expected.isEmpty() && random.nextBoolean()) {
                int at = random.nextInt(expected.size());
                start = expected.get(at);
                expected = expected.subList(at + 1, expected.size());
            }
            List<Item> found = new ArrayList<>();
            QuerySpec spec = new QuerySpec(index, range, forward, start, Consistency.STRONG);
            test.database().query(table, spec, found::add);
            assertEquals(expected, found, () -> "" + spec);
        }

        private KeyRange anyRange(Item sample, Item other) {
            List<AttributeValue> partition = values(schema.partition(), sample);
            List<KeyAttribute> sort = schema.sort();
            if (sort.isEmpty() || random.nextInt(4) == 0) {
                return KeyRange.of(partition);
            }
            int depth = random.nextInt(sort.size());
            List<AttributeValue> prefix = values(sort.subList(0, depth), sample);
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
                case EQ, LT, LE, GT, GE ->
                        new KeyRange(partition, prefix, operator, List.of(operand));
            };
        }

        private static List<AttributeValue> values(List<KeyAttribute> attributes, Item item) {
            return attributes.stream().map(attribute -> item.get(attribute.name())).toList();
        }

        private boolean isIn(KeyRange range, Item item) {
            int depth = range.sortPrefix().size();
            if (!values(schema.partition(), item).equals(range.partition())
                    || !values(schema.sort().subList(0, depth), item).equals(range.sortPrefix())) {
                return false;
            }
            if (range.operator() == Operator.ANY) {
                return true;
            }
            AttributeValue value = item.get(schema.sort().get(depth).name());
            int order = value.compareScalar(range.operands().getFirst());
            return switch (range.operator()) {
                case ANY -> true;
                case EQ -> order == 0;
                case LT -> order < 0;
                case LE -> order <= 0;
                case GT -> order > 0;
                case GE -> order >= 0;
                case BETWEEN -> order >= 0 && value.compareScalar(range.operands().getLast()) <= 0;
                case BEGINS_WITH ->
                        hex(value.binary()).startsWith(hex(range.operands().getFirst().binary()));
            };
        }

        private static String hex(byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }

        private void scan() {
            String index = anyReadable();
            schema = index.isEmpty() ? table.key() : table.index(index).orElseThrow().key();
            int totalSegments = 1 + random.nextInt(4);
            int pageItems = 1 + random.nextInt(20);
            List<Item> found = new ArrayList<>();
            for (int segment = 0; segment < totalSegments; segment++) {
                found.addAll(pages(index, segment, totalSegments, pageItems));
            }
            List<Item> expected = contents(index);
            found.sort(this::compareSort);
            assertEquals(expected, found);
        }

        private List<Item> pages(String index, int segment, int totalSegments, int pageItems) {
            List<Item> found = new ArrayList<>();
            List<Item> page = new ArrayList<>();
            do {
                Item start = found.isEmpty() ? Item.EMPTY : found.getLast();
                page.clear();
                test.database()
                        .scan(
                                table,
                                new ScanSpec(
                                        index, segment, totalSegments, start, Consistency.STRONG),
                                item -> {
                                    page.add(item);
                                    return page.size() < pageItems;
                                });
                found.addAll(page);
            } while (page.size() == pageItems);
            return found;
        }
    }
}
