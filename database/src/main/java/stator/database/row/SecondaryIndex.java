package stator.database.row;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.WriteBatch;

/**
 * An index and where its entries are.
 *
 * <p>An item has at most one entry, and has it exactly if it has all of the index's key attributes
 * with the right types (indexes are sparse; {@link VectorEntries} tells more of vector indexes) and
 * its row is newer than {@link IndexPlace#since}. The entry carries the projected item. Entries of
 * a local index stand beside the items of the table's partition, under a kind of their own; entries
 * of other indexes are in a space of their own. The table's key stands behind the index's sort key,
 * so that entries with equal index keys are distinct and have a fixed order.
 */
public final class SecondaryIndex {
    private final IndexDescription description;
    private final IndexPlace place;
    private final KeySchema tableKey;

    /** Names of the attributes that entries carry, if not all. */
    private final Set<String> projected;

    /** Of a vector index; null in others. */
    private final VectorEntries vectors;

    public SecondaryIndex(IndexDescription description, IndexPlace place, KeySchema tableKey) {
        this.description = description;
        this.place = place;
        this.tableKey = tableKey;
        assert description.isLocal() == (place.kind() != Layout.ITEM_KIND)
                : "Entries of " + description.name() + " of kind " + place.kind();
        projected = projectedNames(description, tableKey);
        vectors = description.isVector() ? new VectorEntries(description, projected) : null;
    }

    private static Set<String> projectedNames(IndexDescription description, KeySchema tableKey) {
        Set<String> names = new LinkedHashSet<>();
        tableKey.attributes().forEach(attribute -> names.add(attribute.name()));
        description.definedAttributes().forEach(attribute -> names.add(attribute.name()));
        names.addAll(description.nonKeyAttributes());
        return names;
    }

    public String name() {
        return description.name();
    }

    public IndexDescription description() {
        return description;
    }

    public IndexPlace place() {
        return place;
    }

    /** Whether the item has an entry, once the index is filled. */
    public boolean covers(Item item) {
        return hasAll(description.key().partition(), KeySchema.PARTITION_BYTES_MAX, item)
                && hasAll(description.key().sort(), KeySchema.SORT_BYTES_MAX, item)
                && (vectors == null || vectors.covers(item));
    }

    /**
     * Writes are refused if they would break these rules. What was written before the index was
     * there may break them, and is left out.
     */
    private static boolean hasAll(List<KeyAttribute> attributes, int bytesMax, Item item) {
        int bytes = 0;
        for (int i = 0; i < attributes.size(); i++) {
            KeyAttribute attribute = attributes.get(i);
            AttributeValue value = item.find(attribute.name()).orElse(AttributeValue.NULL);
            if (value.type() != attribute.type()) {
                return false;
            }
            if (value.type() != AttributeType.N) {
                if (value.binaryLength() == 0) {
                    return false;
                }
                bytes += value.binaryLength();
            }
        }
        // Four numbers of 38 digits are far from the limit.
        return bytes <= bytesMax;
    }

    /**
     * Whether the item has an entry now.
     *
     * @param version of the item's row
     */
    public boolean hasEntry(long version, Item item) {
        return version > place.since() && covers(item);
    }

    /** The row of the entry of an item (or of a key of this index) that has one. */
    public RowKey entryKey(Item item) {
        return new RowKey(
                place.space(),
                KeyBytes.of(description.key().partition(), item),
                place.kind(),
                sortBytes(item));
    }

    private byte[] sortBytes(Item item) {
        byte[] sort = KeyBytes.of(description.key().sort(), item);
        if (!description.isLocal()) {
            sort = KeyBytes.concatenate(sort, KeyBytes.of(tableKey.partition(), item));
        }
        return KeyBytes.concatenate(sort, KeyBytes.of(tableKey.sort(), item));
    }

    /** The entry of an item that has one. */
    public IndexEntry entry(Item item) {
        assert covers(item) : "An entry of an item that has none in " + name();
        if (vectors != null) {
            return vectors.entry(item);
        }
        return IndexEntry.of(
                description.projection() == Projection.ALL ? item : project(item, projected));
    }

    /** The entry in a row of this index. */
    public IndexEntry entry(byte[] payload) {
        return vectors != null ? vectors.entry(payload) : IndexEntry.of(Item.wrap(payload));
    }

    /**
     * Adds to the commit of an item its entry, which in a local index lies in the same partition,
     * and in others is derived.
     */
    public void putEntry(RowKey entry, Row row, WriteBatch batch) {
        if (description.isLocal()) {
            batch.put(entry, row);
        } else {
            batch.putDerived(entry, row);
        }
    }

    /**
     * Takes away, in the commit of an item, the entry that it had.
     *
     * @param version of the change of the item
     */
    public void deleteEntry(RowKey entry, long version, WriteBatch batch) {
        if (description.isLocal()) {
            batch.delete(entry);
        } else {
            batch.deleteDerived(entry, version);
        }
    }

    /** What a vector index returns of an entry. */
    public Item found(IndexEntry entry) {
        assert vectors != null : "A search of " + name() + ", which is no vector index";
        return vectors.found(entry);
    }

    /** Some attributes of an item, if it has them. */
    public static Item project(Item item, Set<String> names) {
        DocumentWriter entry = new DocumentWriter(Math.min(item.documentBytes(), 512));
        for (String name : names) {
            item.find(name)
                    .ifPresent(value -> {
                        entry.name(name);
                        entry.value(value);
                    });
        }
        return entry.toItem();
    }
}
