package stator.operation.archive;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stator.database.item.IndexChange;
import stator.database.table.IndexDescription;
import stator.database.table.TableDescription;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * How many bytes a bulk operation has written: the sizes of items and index entries, as the API
 * counts them. Immutable.
 *
 * @param table into the table itself
 * @param local into each local index
 * @param global into each global index
 * @param vector into each vector index
 */
public record BulkUsage(
        long table, Map<String, Long> local, Map<String, Long> global, Map<String, Long> vector) {
    static final BulkUsage NONE = new BulkUsage(0, Map.of(), Map.of(), Map.of());

    public BulkUsage {
        local = new TreeMap<>(local);
        global = new TreeMap<>(global);
        vector = new TreeMap<>(vector);
    }

    /** Into the table and its indexes, those of vectors excepted. */
    public long bytes() {
        long bytes = table;
        for (Map<String, Long> indexes : List.of(local, global)) {
            for (long ofIndex : indexes.values()) {
                bytes += ofIndex;
            }
        }
        return bytes;
    }

    AttributeValue document() {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        members.put("Table", AttributeValue.number(table));
        members.put("Local", document(local));
        members.put("Global", document(global));
        members.put("Vector", document(vector));
        return AttributeValue.map(Item.of(members));
    }

    private static AttributeValue document(Map<String, Long> indexes) {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        indexes.forEach((name, bytes) -> members.put(name, AttributeValue.number(bytes)));
        return AttributeValue.map(Item.of(members));
    }

    static BulkUsage of(Item document) {
        return new BulkUsage(
                Long.parseLong(document.get("Table").text()),
                indexes(document.get("Local").map()),
                indexes(document.get("Global").map()),
                indexes(document.get("Vector").map()));
    }

    private static Map<String, Long> indexes(Item document) {
        Map<String, Long> indexes = new LinkedHashMap<>();
        for (Item.Attribute index : document) {
            indexes.put(index.name(), Long.parseLong(index.value().text()));
        }
        return indexes;
    }

    /** A sum that grows. Not for use by several threads. */
    static final class Sum {
        private long table;
        private final Map<String, Long> local;
        private final Map<String, Long> global;
        private final Map<String, Long> vector;

        Sum(BulkUsage usage) {
            table = usage.table;
            local = new TreeMap<>(usage.local);
            global = new TreeMap<>(usage.global);
            vector = new TreeMap<>(usage.vector);
        }

        /** Adds an item that is in the table now, and its index entries that changed. */
        void add(TableDescription description, Item item, List<IndexChange> changes) {
            table += item.sizeBytes();
            for (IndexChange change : changes) {
                if (change.newBytes() != IndexChange.NONE) {
                    description
                            .index(change.index())
                            .ifPresent(index ->
                                    ofKind(index)
                                            .merge(
                                                    index.name(),
                                                    (long) change.newBytes(),
                                                    Long::sum));
                }
            }
        }

        private Map<String, Long> ofKind(IndexDescription index) {
            if (index.isVector()) {
                return vector;
            }
            return index.isLocal() ? local : global;
        }

        BulkUsage usage() {
            return new BulkUsage(table, local, global, vector);
        }
    }
}
