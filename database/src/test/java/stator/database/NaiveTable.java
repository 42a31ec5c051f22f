package stator.database;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.catalog.LiveTable;
import stator.database.item.KeyRange;
import stator.database.item.KeyRange.Operator;
import stator.database.item.WriteDecision;
import stator.database.table.IndexDescription;
import stator.database.table.IndexDescription.Projection;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;

/**
 * What a table and its indexes must hold, in the simplest form: a map of items, from which
 * everything else is worked out anew each time.
 */
final class NaiveTable {
    private final Map<Item, Item> items = new HashMap<>();

    Optional<Item> get(Item key) {
        return Optional.ofNullable(items.get(key));
    }

    int size() {
        return items.size();
    }

    void clear() {
        items.clear();
    }

    void apply(Item key, WriteDecision decision) {
        switch (decision) {
            case WriteDecision.Put put -> items.put(key, put.item());
            case WriteDecision.Delete delete -> items.remove(key);
            case WriteDecision.Keep keep -> {}
            case WriteDecision.Reject reject -> {}
        }
    }

    /** What an index holds of an item, if it has one of all its key attributes. */
    static Optional<Item> entry(LiveTable table, IndexDescription index, Item item) {
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

    /** The key of a table (no name) or an index. */
    static KeySchema schema(LiveTable table, String index) {
        return index.isEmpty() ? table.key() : table.index(index).orElseThrow().key();
    }

    /** What a table (no name) or an index holds, in the order of its sort key. */
    List<Item> contents(LiveTable table, String indexName) {
        List<Item> contents = new ArrayList<>();
        if (indexName.isEmpty()) {
            contents.addAll(items.values());
        } else {
            IndexDescription index = table.index(indexName).orElseThrow();
            items.values().forEach(item -> entry(table, index, item).ifPresent(contents::add));
        }
        contents.sort(order(table, indexName));
        return contents;
    }

    /** By the sort key, and among equal ones by the key of the table. */
    static Comparator<Item> order(LiveTable table, String index) {
        List<KeyAttribute> order = new ArrayList<>(schema(table, index).sort());
        order.addAll(table.key().attributes());
        return (left, right) -> {
            for (KeyAttribute attribute : order) {
                int compared =
                        left.get(attribute.name()).compareScalar(right.get(attribute.name()));
                if (compared != 0) {
                    return compared;
                }
            }
            return 0;
        };
    }

    static List<AttributeValue> values(List<KeyAttribute> attributes, Item item) {
        return attributes.stream().map(attribute -> item.get(attribute.name())).toList();
    }

    static boolean isIn(KeySchema schema, KeyRange range, Item item) {
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
}
