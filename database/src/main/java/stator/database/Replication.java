package stator.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * That a table is a replica of a global table, and which the other ones are. Each replica keeps its
 * own view; all of them change in one commit of the catalog.
 *
 * @param version the version of global tables, {@code 2019.11.21} or {@code 2017.11.29}
 * @param regions where the other replicas are, in the order in which they came
 * @param filling those of them that still get the items of this one
 */
public record Replication(String version, List<String> regions, List<String> filling) {
    /** The version that UpdateTable makes. */
    public static final String CURRENT = "2019.11.21";

    /** The version that CreateGlobalTable makes. */
    public static final String LEGACY = "2017.11.29";

    private static final String SETTING = "Replication";
    private static final String VERSION = "Version";
    private static final String REGIONS = "Regions";
    private static final String FILLING = "Filling";

    public Replication {
        regions = List.copyOf(regions);
        filling = List.copyOf(filling);
        if (regions.isEmpty() || !regions.containsAll(filling)) {
            throw new IllegalArgumentException("Replicated to " + regions + ", filling " + filling);
        }
    }

    /** The replication of a table, if there is any. */
    public static Optional<Replication> of(TableDescription table) {
        return table.settings()
                .find(SETTING)
                .map(AttributeValue::map)
                .map(setting ->
                        new Replication(
                                setting.get(VERSION).text(),
                                texts(setting.get(REGIONS)),
                                texts(setting.get(FILLING))));
    }

    private static List<String> texts(AttributeValue list) {
        return list.list().stream().map(AttributeValue::text).toList();
    }

    /** A table that has this replication. */
    public TableDescription in(TableDescription table) {
        Map<String, AttributeValue> setting = new LinkedHashMap<>();
        setting.put(VERSION, AttributeValue.string(version));
        setting.put(REGIONS, list(regions));
        setting.put(FILLING, list(filling));
        Map<String, AttributeValue> settings = table.settings().toMap();
        settings.put(SETTING, AttributeValue.map(Item.of(setting)));
        return table.toBuilder().settings(Item.of(settings)).build();
    }

    private static AttributeValue list(List<String> texts) {
        return AttributeValue.list(texts.stream().map(AttributeValue::string).toList());
    }

    /** A table that is replicated to one more region; {@code filled} if that has all items. */
    public static TableDescription with(
            TableDescription table, String version, String region, boolean filled) {
        Optional<Replication> before = of(table);
        List<String> regions = new ArrayList<>(before.map(Replication::regions).orElse(List.of()));
        List<String> filling = new ArrayList<>(before.map(Replication::filling).orElse(List.of()));
        regions.add(region);
        if (!filled) {
            filling.add(region);
        }
        return new Replication(version, regions, filling).in(table);
    }

    /** A table that is not replicated to a region; not at all if that was the last one. */
    public static TableDescription without(TableDescription table, String region) {
        Replication before = of(table).orElseThrow();
        List<String> regions = new ArrayList<>(before.regions);
        List<String> filling = new ArrayList<>(before.filling);
        regions.remove(region);
        filling.remove(region);
        if (!regions.isEmpty()) {
            return new Replication(before.version, regions, filling).in(table);
        }
        Map<String, AttributeValue> settings = table.settings().toMap();
        settings.remove(SETTING);
        return table.toBuilder().settings(Item.of(settings)).build();
    }

    /** The same when a region has all items. */
    Replication filled(String region) {
        List<String> left = new ArrayList<>(filling);
        left.remove(region);
        return new Replication(version, regions, left);
    }
}
