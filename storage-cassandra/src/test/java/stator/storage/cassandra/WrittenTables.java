package stator.storage.cassandra;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import stator.database.Database;
import stator.database.item.WriteDecision;
import stator.database.settings.DatabaseSettings;
import stator.database.table.IndexDescription;
import stator.database.table.Namespace;
import stator.database.table.StreamSettings;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.Throughput;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Store;

/** Tables of a database over the engine, from whose items more or less follows. */
final class WrittenTables implements AutoCloseable {
    static final List<String> NAMES = List.of("alone", "with-index", "with-index-and-stream");

    private static final Namespace NAMESPACE = new Namespace("000000000000", "us-east-1");
    private static final KeyAttribute KEY = new KeyAttribute("k", AttributeType.S);
    private static final KeyAttribute NUMBER = new KeyAttribute("n", AttributeType.N);

    private final Database database;
    private final Map<String, Table> tables = new HashMap<>();

    WrittenTables(Store store) {
        database = Database.open(store, DatabaseSettings.DEFAULT, Clock.systemUTC(), new Random(1));
        create(described("alone"));
        create(described("with-index", index()));
        create(
                described("with-index-and-stream", index()).toBuilder().stream(
                                new StreamSettings(
                                        true, StreamSettings.View.NEW_AND_OLD_IMAGES, "stream"))
                        .build());
    }

    private static TableDescription described(String name, IndexDescription... indexes) {
        return TableDescription.of(
                name,
                new KeySchema(List.of(KEY), List.of()),
                indexes.length == 0 ? List.of(KEY) : List.of(KEY, NUMBER),
                List.of(indexes));
    }

    private static IndexDescription index() {
        return IndexDescription.global(
                "by-number",
                new KeySchema(List.of(NUMBER), List.of()),
                IndexDescription.Projection.ALL,
                List.of(),
                Throughput.ON_DEMAND);
    }

    private void create(TableDescription description) {
        tables.put(
                description.name(), database.tables().create(NAMESPACE, description).orElseThrow());
    }

    /** Puts an item of 200 bytes. */
    void put(String table, String key, int number) {
        Item item =
                Item.of(
                        Map.of(
                                "k",
                                AttributeValue.string(key),
                                "n",
                                AttributeValue.number(number),
                                "v",
                                AttributeValue.binary(new byte[200])));
        database.items()
                .write(
                        tables.get(table),
                        Item.of(Map.of("k", AttributeValue.string(key))),
                        current -> new WriteDecision.Put(item));
    }

    @Override
    public void close() {
        database.close();
    }
}
