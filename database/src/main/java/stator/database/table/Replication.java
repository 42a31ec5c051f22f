package stator.database.table;

import java.util.ArrayList;
import java.util.Collection;
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
 * @param consistency how writes get to them
 */
public record Replication(String version, List<String> regions, Consistency consistency) {
    /** The version that UpdateTable makes. */
    public static final String CURRENT = "2019.11.21";

    /** The version that CreateGlobalTable makes. */
    public static final String LEGACY = "2017.11.29";

    private static final TableSetting<Replication> SETTING =
            new TableSetting<>("Replication", Replication::read, Replication::written);
    private static final String VERSION = "Version";
    private static final String REGIONS = "Regions";
    private static final String FILLING = "Filling";
    private static final String WITNESS = "Witness";
    private static final String BEHIND = "Behind";

    /** How the writes of one region get to the others. It never changes. */
    public sealed interface Consistency {}

    /**
     * Some time later; of two writes of an item the last one wins.
     *
     * @param filling the other regions that still get the items of this one
     */
    public record Eventual(List<String> filling) implements Consistency {
        public Eventual {
            filling = List.copyOf(filling);
        }
    }

    /**
     * At once: a write is in all replicas when it is acknowledged, except those that are behind.
     *
     * @param witness the region that takes part without a replica; empty if there is none
     * @param behind the regions, this one perhaps among them, whose replicas miss writes because
     *     they were cut off
     */
    public record Strong(String witness, List<String> behind) implements Consistency {
        public Strong {
            behind = List.copyOf(behind);
        }
    }

    public Replication {
        regions = List.copyOf(regions);
        boolean isValid =
                !regions.isEmpty()
                        && switch (consistency) {
                            case Eventual eventual -> regions.containsAll(eventual.filling());
                            case Strong strong -> !regions.contains(strong.witness());
                        };
        if (!isValid) {
            throw new IllegalArgumentException("Replicated to " + regions + ", " + consistency);
        }
    }

    /** The replication of a table, if there is any. */
    public static Optional<Replication> of(TableDescription table) {
        return SETTING.of(table);
    }

    private static Replication read(AttributeValue value) {
        Item setting = value.map();
        return new Replication(
                setting.get(VERSION).text(), texts(setting.get(REGIONS)), consistency(setting));
    }

    private static Consistency consistency(Item setting) {
        return setting.contains(BEHIND)
                ? new Strong(setting.get(WITNESS).text(), texts(setting.get(BEHIND)))
                : new Eventual(texts(setting.get(FILLING)));
    }

    private static List<String> texts(AttributeValue list) {
        return list.list().stream().map(AttributeValue::text).toList();
    }

    /** A table that has this replication. */
    public TableDescription in(TableDescription table) {
        return SETTING.in(table, this);
    }

    private AttributeValue written() {
        Map<String, AttributeValue> setting = new LinkedHashMap<>();
        setting.put(VERSION, AttributeValue.string(version));
        setting.put(REGIONS, list(regions));
        switch (consistency) {
            case Eventual eventual -> setting.put(FILLING, list(eventual.filling()));
            case Strong strong -> {
                setting.put(WITNESS, AttributeValue.string(strong.witness()));
                setting.put(BEHIND, list(strong.behind()));
            }
        }
        return AttributeValue.map(Item.of(setting));
    }

    private static AttributeValue list(List<String> texts) {
        return AttributeValue.list(texts.stream().map(AttributeValue::string).toList());
    }

    /** The other regions that still get the items of this one. */
    public List<String> filling() {
        return consistency instanceof Eventual eventual ? eventual.filling() : List.of();
    }

    /** What is to be known if the replicas are strongly consistent. */
    public Optional<Strong> strong() {
        return consistency instanceof Strong strong ? Optional.of(strong) : Optional.empty();
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
        return new Replication(version, regions, new Eventual(filling)).in(table);
    }

    /** A table that is not replicated to a region; not at all if that was the last one. */
    public static TableDescription without(TableDescription table, String region) {
        Replication before = of(table).orElseThrow();
        List<String> regions = without(before.regions, region);
        if (!regions.isEmpty()) {
            return new Replication(before.version, regions, without(before.consistency, region))
                    .in(table);
        }
        return SETTING.without(table);
    }

    private static Consistency without(Consistency consistency, String region) {
        return switch (consistency) {
            case Eventual eventual -> new Eventual(without(eventual.filling(), region));
            case Strong strong -> new Strong(strong.witness(), without(strong.behind(), region));
        };
    }

    private static List<String> without(List<String> regions, String region) {
        return regions.stream().filter(other -> !other.equals(region)).toList();
    }

    /** The same when a region has all items. */
    public Replication filled(String region) {
        return new Replication(version, regions, new Eventual(without(filling(), region)));
    }

    /** The same when other regions are behind. */
    public Replication behind(Collection<String> behind) {
        String witness = strong().orElseThrow().witness();
        return new Replication(version, regions, new Strong(witness, List.copyOf(behind)));
    }
}
