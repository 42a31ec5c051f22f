package stator.database.table;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * Whether accesses to the keys of a table or of one of its global indexes are counted.
 *
 * @param throttledOnly whether only throttled accesses count, and not all
 * @param changedMillis when this was changed
 * @param settledMillis from when on that is in force
 * @param rulesMillis when it was enabled: a part of the names of AWS's rules
 */
public record ContributorInsights(
        boolean enabled,
        boolean throttledOnly,
        long changedMillis,
        long settledMillis,
        long rulesMillis) {
    /** The name under which a table itself stands among its indexes. */
    public static final String TABLE = "";

    private static final TableSetting<Item> SETTING = TableSetting.map("ContributorInsights");
    private static final String OF_TABLE = "Table";
    private static final String OF_INDEXES = "Indexes";

    /** What was set, by the index's name, or {@link #TABLE}. */
    public static Map<String, ContributorInsights> of(TableDescription table) {
        Map<String, ContributorInsights> all = new LinkedHashMap<>();
        Optional<Item> setting = SETTING.of(table);
        setting.flatMap(item -> item.find(OF_TABLE))
                .ifPresent(own -> all.put(TABLE, read(own.map())));
        setting.flatMap(item -> item.find(OF_INDEXES))
                .ifPresent(indexes -> {
                    for (Item.Attribute index : indexes.map()) {
                        if (table.index(index.name()).isPresent()) {
                            all.put(index.name(), read(index.value().map()));
                        }
                    }
                });
        return all;
    }

    private static ContributorInsights read(Item item) {
        return new ContributorInsights(
                item.get("Enabled").bool(),
                item.get("ThrottledOnly").bool(),
                Long.parseLong(item.get("Changed").text()),
                Long.parseLong(item.get("Settled").text()),
                Long.parseLong(item.get("Rules").text()));
    }

    /** A table of which this is set, for an index or {@link #TABLE}. */
    public TableDescription in(TableDescription table, String index) {
        Map<String, ContributorInsights> all = of(table);
        all.put(index, this);
        Map<String, AttributeValue> setting = new LinkedHashMap<>();
        Map<String, AttributeValue> indexes = new LinkedHashMap<>();
        all.forEach((name, insights) -> {
            if (name.equals(TABLE)) {
                setting.put(OF_TABLE, insights.written());
            } else {
                indexes.put(name, insights.written());
            }
        });
        setting.put(OF_INDEXES, AttributeValue.map(Item.of(indexes)));
        return SETTING.in(table, Item.of(setting));
    }

    private AttributeValue written() {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("Enabled", AttributeValue.bool(enabled));
        item.put("ThrottledOnly", AttributeValue.bool(throttledOnly));
        item.put("Changed", AttributeValue.number(changedMillis));
        item.put("Settled", AttributeValue.number(settledMillis));
        item.put("Rules", AttributeValue.number(rulesMillis));
        return AttributeValue.map(Item.of(item));
    }

    /** Whether every access counts. */
    public boolean countsAccesses() {
        return enabled && !throttledOnly;
    }
}
