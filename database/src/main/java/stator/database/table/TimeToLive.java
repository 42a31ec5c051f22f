package stator.database.table;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * When a table's items expire.
 *
 * @param attribute the attribute that holds an item's expiry; empty if it was never set
 * @param enabled whether items expire
 * @param changedMillis when this was last changed, or {@link Throughput#NEVER}
 * @param settledMillis from when on the last change is in force: until then AWS calls it ENABLING
 *     or DISABLING
 */
public record TimeToLive(
        String attribute, boolean enabled, long changedMillis, long settledMillis) {
    /** Where a table keeps it; a table that has it not set has {@link #NONE}. */
    public static final TableSetting<TimeToLive> SETTING =
            new TableSetting<>("TimeToLive", TimeToLive::read, TimeToLive::written);

    public TimeToLive {
        assert !enabled || !attribute.isEmpty() : "Items expire by no attribute";
    }

    /** Items live for ever. */
    public static final TimeToLive NONE = new TimeToLive("", false, Throughput.NEVER, 0);

    /** That of a table. */
    public static TimeToLive of(TableDescription table) {
        return SETTING.of(table).orElse(NONE);
    }

    /** A table that has this. */
    public TableDescription in(TableDescription table) {
        return SETTING.in(table, this);
    }

    private static TimeToLive read(AttributeValue setting) {
        Item item = setting.map();
        return new TimeToLive(
                item.find("Attribute").map(AttributeValue::text).orElse(NONE.attribute),
                item.find("Enabled").map(AttributeValue::bool).orElse(NONE.enabled),
                number(item, "Changed", NONE.changedMillis),
                number(item, "Settled", NONE.settledMillis));
    }

    private static long number(Item item, String name, long missing) {
        return item.find(name).map(value -> Long.parseLong(value.text())).orElse(missing);
    }

    private AttributeValue written() {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("Attribute", AttributeValue.string(attribute));
        item.put("Enabled", AttributeValue.bool(enabled));
        item.put("Changed", AttributeValue.number(changedMillis));
        item.put("Settled", AttributeValue.number(settledMillis));
        return AttributeValue.map(Item.of(item));
    }

    /** By what the items of a table that has this are in its expiry index; empty if by nothing. */
    String indexedBy() {
        return enabled ? attribute : "";
    }

    /** Whether the last change is in force at a time. */
    public boolean isSettledAt(long nowMillis) {
        return nowMillis >= settledMillis;
    }
}
