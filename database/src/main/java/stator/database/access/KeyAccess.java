package stator.database.access;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import stator.database.catalog.LiveTable;
import stator.database.item.AccessedKey;
import stator.database.item.QuerySpec;
import stator.database.table.ContributorInsights;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;

/**
 * Which keys are accessed most, of tables and indexes whose {@link ContributorInsights} are on. Of
 * others it costs one look at a set. What was counted is gone when the server stops.
 */
public final class KeyAccess {
    private final Map<Counted, FrequentKeys> sketches = new ConcurrentHashMap<>();

    /**
     * What has counts of its own.
     *
     * @param space of the table
     * @param whole whether whole keys are counted, and not partition keys
     */
    private record Counted(int space, String index, boolean whole) {}

    /** An item of a table is read or written by its key. */
    public void item(LiveTable table, Item key) {
        if (!table.counts(ContributorInsights.TABLE)) {
            return;
        }
        List<String> texts = new ArrayList<>();
        for (KeyAttribute attribute : table.key().partition()) {
            texts.add(text(key.get(attribute.name())));
        }
        add(table, ContributorInsights.TABLE, false, texts);
        if (!table.key().sort().isEmpty()) {
            List<String> whole = new ArrayList<>(texts);
            for (KeyAttribute attribute : table.key().sort()) {
                whole.add(text(key.get(attribute.name())));
            }
            add(table, ContributorInsights.TABLE, true, whole);
        }
    }

    /** A partition of a table or index is read. */
    public void partition(LiveTable table, QuerySpec query) {
        if (table.counts(query.index())) {
            add(
                    table,
                    query.index(),
                    false,
                    query.range().partition().stream().map(KeyAccess::text).toList());
        }
    }

    private void add(LiveTable table, String index, boolean whole, List<String> key) {
        sketches.computeIfAbsent(
                        new Counted(table.space(), index, whole), counted -> new FrequentKeys())
                .add(List.copyOf(key));
    }

    private static String text(AttributeValue value) {
        return value.type() == AttributeType.B
                ? Base64.getEncoder().encodeToString(value.binary())
                : value.text();
    }

    /** The keys of a table or index that were accessed most. */
    public List<AccessedKey> top(LiveTable table, String index, boolean whole, int limit) {
        FrequentKeys sketch = sketches.get(new Counted(table.space(), index, whole));
        if (sketch == null) {
            return List.of();
        }
        long error = sketch.error();
        return sketch.top(limit).stream()
                .map(frequent -> new AccessedKey(frequent.key(), frequent.count(), error))
                .toList();
    }
}
