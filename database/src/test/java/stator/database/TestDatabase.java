package stator.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import stator.database.catalog.Catalog;
import stator.database.catalog.LiveTable;
import stator.database.item.ScanSpec;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.settings.DatabaseSettings;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.database.table.Namespace;
import stator.database.table.TableDescription;
import stator.database.table.Throughput;
import stator.database.table.VectorSettings;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Consistency;
import stator.storage.Store;

/**
 * A database over an engine, with a clock that stands still until it is moved. Closing it checks it
 * first.
 */
final class TestDatabase implements AutoCloseable {
    /** Few, so that filling an index takes many steps. */
    static final int BATCH_ENTRIES = 3;

    static final Namespace NAMESPACE = new Namespace("000000000000", "us-east-1");

    private final Engine.Directory directory;
    private final DatabaseSettings settings;
    private final AtomicLong nowMillis = new AtomicLong(1_700_000_000_000L);
    private final AtomicLong tickingMillis = new AtomicLong();
    private final Clock clock = clock();
    private Database database;

    TestDatabase() {
        this(DatabaseSettings.DEFAULT);
    }

    TestDatabase(DatabaseSettings settings) {
        this(Engine.MEMORY, settings);
    }

    TestDatabase(Engine engine) {
        this(engine, DatabaseSettings.DEFAULT);
    }

    TestDatabase(Engine engine, DatabaseSettings settings) {
        this(engine.newDirectory(), settings);
    }

    TestDatabase(Engine.Directory directory, DatabaseSettings settings) {
        this.settings = settings;
        this.directory = directory;
        open(directory.open());
    }

    private void open(Store store) {
        database =
                Database.openIdle(
                        store,
                        settings,
                        clock,
                        new Random(1),
                        () -> tickingMillis.get() * 1_000_000,
                        BATCH_ENTRIES);
    }

    /** Does what is due in the background. */
    void work() {
        while (database.workInBackground() == 0) {
            // There is more.
        }
    }

    /** Brings to other regions what can be brought now. */
    void settle() {
        while (database.replicate() == 0) {
            // There is more.
        }
        work();
    }

    /** Opens the database anew over what the old one left. */
    void reopen() {
        open(directory.reopen(database.store()));
    }

    /** As {@link #reopen}, but the old one is not closed: its process dies. */
    void crash() {
        open(directory.crash(database.store()));
    }

    private Clock clock() {
        InstantSource source = () -> Instant.ofEpochMilli(nowMillis.get());
        return source.withZone(ZoneOffset.UTC);
    }

    Database database() {
        return database;
    }

    Tables tables() {
        return database().tables();
    }

    Catalog catalog() {
        return database.catalog();
    }

    Store store() {
        return database.store();
    }

    long nowMillis() {
        return nowMillis.get();
    }

    void pass(long millis) {
        nowMillis.addAndGet(millis);
        tickingMillis.addAndGet(millis);
    }

    /** Sets the wall clock, as somebody may by mistake. */
    void leap(long millis) {
        nowMillis.addAndGet(millis);
    }

    /** Deletes what has expired. */
    void expire() {
        while (database.expireItems() == 0) {
            // There is more.
        }
    }

    LiveTable create(TableDescription description) {
        return LiveTable.of(tables().create(NAMESPACE, description).orElseThrow());
    }

    LiveTable table(String name) {
        return catalog().find(NAMESPACE, name).orElseThrow();
    }

    /** Adds an index to a table, as UpdateTable does. */
    LiveTable addIndex(String tableName, IndexDescription index) {
        return tables().update(
                        NAMESPACE,
                        tableName,
                        table -> table.withIndex(index.withBackfill(tables().backfill())))
                .map(LiveTable::of)
                .orElseThrow();
    }

    /** Takes an index from a table at once. */
    LiveTable removeIndex(String tableName, String indexName) {
        return tables().update(NAMESPACE, tableName, table -> table.withoutIndex(indexName))
                .map(LiveTable::of)
                .orElseThrow();
    }

    /** Everything that an index holds, in the order of a scan. */
    List<Item> entries(LiveTable table, String indexName) {
        List<Item> entries = new ArrayList<>();
        ScanSpec all = new ScanSpec(indexName, 0, 1, Item.EMPTY, Consistency.STRONG);
        database.items().scan(table, all, entries::add);
        return entries;
    }

    WriteOutcome put(LiveTable table, Item item) {
        return database.items().write(table, item, current -> new WriteDecision.Put(item));
    }

    WriteOutcome delete(LiveTable table, Item key) {
        return database.items().write(table, key, current -> new WriteDecision.Delete());
    }

    void check() {
        assertEquals(List.of(), DatabaseCheck.problems(database));
    }

    @Override
    public void close() {
        check();
        database.close();
        directory.delete();
    }

    /** A schema from {@code "p:S"} and {@code "s:N"}; several attributes are joined by commas. */
    static KeySchema key(String partition, String sort) {
        return new KeySchema(attributes(partition), attributes(sort));
    }

    private static List<KeyAttribute> attributes(String text) {
        return List.of(text.split(",")).stream()
                .filter(attribute -> !attribute.isEmpty())
                .map(attribute -> attribute.split(":"))
                .map(parts -> new KeyAttribute(parts[0], AttributeType.valueOf(parts[1])))
                .toList();
    }

    static TableDescription described(String name, KeySchema key, IndexDescription... indexes) {
        Map<String, KeyAttribute> definitions = new LinkedHashMap<>();
        key.attributes().forEach(attribute -> definitions.put(attribute.name(), attribute));
        for (IndexDescription index : indexes) {
            index.definedAttributes()
                    .forEach(attribute -> definitions.put(attribute.name(), attribute));
        }
        return TableDescription.of(name, key, List.copyOf(definitions.values()), List.of(indexes));
    }

    static IndexDescription global(
            String name, KeySchema key, Projection projection, String... nonKeyAttributes) {
        return IndexDescription.global(
                name, key, projection, List.of(nonKeyAttributes), Throughput.ON_DEMAND);
    }

    static IndexDescription local(
            String name, KeySchema key, Projection projection, String... nonKeyAttributes) {
        return IndexDescription.local(name, key, projection, List.of(nonKeyAttributes));
    }

    /** A vector index of a table with the key {@code p}. */
    static IndexDescription vector(
            String name, Projection projection, VectorSettings vector, String... nonKeyAttributes) {
        return IndexDescription.vector(
                name, key("p:S", ""), vector, projection, List.of(nonKeyAttributes));
    }

    /** An item of name, value, name, value, …; values are texts, numbers or byte arrays. */
    static Item item(Object... namesAndValues) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            attributes.put((String) namesAndValues[i], value(namesAndValues[i + 1]));
        }
        return Item.of(attributes);
    }

    static AttributeValue value(Object value) {
        return switch (value) {
            case String text -> AttributeValue.string(text);
            case Integer number -> AttributeValue.number(number);
            case Long number -> AttributeValue.number(number);
            case byte[] bytes -> AttributeValue.binary(bytes);
            default -> throw new IllegalArgumentException("" + value);
        };
    }

    static Optional<Item> none() {
        return Optional.empty();
    }
}
