package stator.database;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.row.HybridClock;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.table.Namespace;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Consistency;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;
import stator.storage.Store;

/**
 * Documents that are kept beside the tables for those who work with them: what is known of exports,
 * imports and other jobs. {@code docs/file-format.md} states the rows.
 *
 * <p>A document is found by its kind, a word that its owner chooses, by whose it is, and by an id.
 * What its owner is told was put, outlives a restart.
 */
public final class Documents {
    private static final List<KeyAttribute> TEXT =
            List.of(new KeyAttribute("kind", AttributeType.S));
    private static final List<KeyAttribute> TEXTS =
            List.of(
                    new KeyAttribute("account", AttributeType.S),
                    new KeyAttribute("region", AttributeType.S));

    private final Store store;
    private final HybridClock versions;

    Documents(Store store, HybridClock versions) {
        this.store = store;
        this.versions = versions;
    }

    /** A document, whose it is, and its id. */
    public record Entry(Namespace namespace, String id, Item document) {}

    /** Which document: its kind, whose it is, and its id. */
    public record Name(String kind, Namespace namespace, String id) {}

    /** The document of that id. */
    public Optional<Item> find(String kind, Namespace namespace, String id) {
        return store.get(key(kind, namespace, id), Consistency.STRONG)
                .map(row -> Item.wrap(row.payload()));
    }

    /** Puts a document in the place of the one of that id, if there is one. */
    public void put(String kind, Namespace namespace, String id, Item document) {
        RowKey key = key(kind, namespace, id);
        store.update(
                List.of(key),
                (rows, batch) -> {
                    batch.put(key, new Row(versions.next(), document.toBytes()));
                    return key;
                });
    }

    /** Removes the document of that id, if there is one. */
    public void remove(String kind, Namespace namespace, String id) {
        RowKey key = key(kind, namespace, id);
        store.update(
                List.of(key),
                (rows, batch) -> {
                    batch.delete(key);
                    return key;
                });
    }

    /** Removes documents, of whatever kinds, all in one commit. */
    public void removeAll(List<Name> names) {
        List<RowKey> keys =
                names.stream().map(name -> key(name.kind, name.namespace, name.id)).toList();
        if (keys.isEmpty()) {
            return;
        }
        store.update(
                keys,
                (rows, batch) -> {
                    keys.forEach(batch::delete);
                    return keys;
                });
    }

    /** All documents of a kind in one namespace, in the order of their ids. */
    public List<Entry> list(String kind, Namespace namespace) {
        return list(kind, namespace, "");
    }

    /** Those whose ids begin with a text, in the order of their ids. */
    public List<Entry> list(String kind, Namespace namespace, String start) {
        byte[] whose = prefix(namespace);
        byte[] prefix = KeyBytes.concatenate(whose, start.getBytes(StandardCharsets.UTF_8));
        RowRange range =
                new RowRange(
                        Layout.RECORDS_SPACE,
                        partition(kind),
                        Layout.DOCUMENT_KIND,
                        prefix,
                        RowRange.afterPrefix(prefix),
                        false);
        List<Entry> entries = new ArrayList<>();
        store.range(
                range,
                Consistency.STRONG,
                (key, row) -> {
                    byte[] sort = key.sort();
                    String id =
                            new String(
                                    sort,
                                    whose.length,
                                    sort.length - whose.length,
                                    StandardCharsets.UTF_8);
                    return entries.add(new Entry(namespace, id, Item.wrap(row.payload())));
                });
        return entries;
    }

    /** All documents of a kind, whosever they are. */
    public List<Item> all(String kind) {
        List<Item> documents = new ArrayList<>();
        store.range(
                RowRange.all(Layout.RECORDS_SPACE, partition(kind), Layout.DOCUMENT_KIND, false),
                Consistency.STRONG,
                (key, row) -> documents.add(Item.wrap(row.payload())));
        return documents;
    }

    private static RowKey key(String kind, Namespace namespace, String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return new RowKey(
                Layout.RECORDS_SPACE,
                partition(kind),
                Layout.DOCUMENT_KIND,
                KeyBytes.concatenate(prefix(namespace), text));
    }

    private static byte[] partition(String kind) {
        return KeyBytes.of(TEXT, List.of(AttributeValue.string(kind)));
    }

    private static byte[] prefix(Namespace namespace) {
        return KeyBytes.of(
                TEXTS,
                List.of(
                        AttributeValue.string(namespace.account()),
                        AttributeValue.string(namespace.region())));
    }
}
