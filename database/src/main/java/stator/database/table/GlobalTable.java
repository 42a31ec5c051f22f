package stator.database.table;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The tables of one name in several regions that are one global table: how it grows, shrinks and
 * changes, for {@code Catalog.updateRegions}.
 *
 * <p>What all replicas share (key, indexes, billing, throughput, {@link TableSettings#SHARED}) is
 * changed in all of them; tags, policies, protection, backups are each replica's own, as on AWS.
 */
public final class GlobalTable {
    private final Map<String, TableDescription> tables;

    /**
     * The global table that a table belongs to, or just that table.
     *
     * @param tables by region, perhaps with others of the name that do not belong to it
     */
    public GlobalTable(Map<String, TableDescription> tables) {
        this.tables = new LinkedHashMap<>(tables);
    }

    /** The regions of a table's replicas, its own first. */
    public static Set<String> regions(String region, TableDescription table) {
        Set<String> regions = new LinkedHashSet<>(Set.of(region));
        Replication.of(table).map(Replication::regions).ifPresent(regions::addAll);
        return regions;
    }

    /** The tables as they are by now. */
    public Map<String, TableDescription> tables() {
        return tables;
    }

    /** Changes one of the tables. */
    public void change(String region, UnaryOperator<TableDescription> change) {
        tables.computeIfPresent(region, (place, table) -> change.apply(table));
    }

    /** Changes a table, and in its replicas what they share with it. */
    public void share(String region, TableDescription changed) {
        TableDescription before = tables.put(region, changed);
        assert before != null : "There was no table in " + region;
        for (String member : regions(region, changed)) {
            if (!member.equals(region)) {
                change(member, table -> shared(member, table, before, changed));
            }
        }
    }

    private static TableDescription shared(
            String region,
            TableDescription table,
            TableDescription before,
            TableDescription changed) {
        TableDescription.Builder shared =
                table.toBuilder()
                        .attributeDefinitions(changed.attributeDefinitions())
                        .indexes(sharedIndexes(table, before, changed))
                        .billing(changed.billing())
                        .throughput(
                                shared(
                                        table.throughput(),
                                        before.throughput(),
                                        changed.throughput()));
        TableSettings.SHARED.forEach(setting -> setting.copied(changed, shared));
        if (!changed.tableClass().equals(before.tableClass())) {
            shared.tableClass(changed.tableClass());
        }
        if (!changed.encryption().equals(before.encryption())) {
            shared.encryption(changed.encryption().in(region));
        }
        if (!changed.transition().equals(before.transition())) {
            shared.transition(changed.transition());
        }
        return shared.build();
    }

    private static List<IndexDescription> sharedIndexes(
            TableDescription table, TableDescription before, TableDescription changed) {
        return changed.indexes().stream()
                .map(index -> {
                    Throughput throughput =
                            before.index(index.name())
                                    .flatMap(old ->
                                            table.index(index.name())
                                                    .map(own ->
                                                            shared(
                                                                    own.throughput(),
                                                                    old.throughput(),
                                                                    index.throughput())))
                                    .orElse(index.throughput());
                    IndexDescription shared = index.withThroughput(throughput);
                    boolean isFilledThere =
                            table.index(index.name()).filter(own -> !own.backfilling()).isPresent();
                    return isFilledThere && index.backfilling() ? shared.filled() : shared;
                })
                .toList();
    }

    /** Capacity for reads may be a replica's own; it is if it was before. */
    private static Throughput shared(Throughput own, Throughput before, Throughput changed) {
        Throughput shared = changed;
        if (own.readUnits() != before.readUnits() && own.readUnits() != 0) {
            shared = shared.withReadUnits(own.readUnits());
        }
        if (own.readUnitsMax() != before.readUnitsMax()) {
            shared = shared.withMaximum(own.readUnitsMax(), shared.writeUnitsMax());
        }
        return shared;
    }

    /**
     * Adds a replica, which gets the items of another one as time goes by and is CREATING until
     * then.
     *
     * @param source which other one
     * @param overrides what is different in the new one
     */
    public void addReplica(
            String source,
            String region,
            String version,
            UnaryOperator<TableDescription> overrides) {
        TableDescription model = tables.get(source);
        Set<String> members = regions(source, model);
        for (String member : members) {
            boolean filled = !member.equals(source);
            change(member, table -> Replication.with(table, version, region, filled));
        }
        TableDescription replica = overrides.apply(empty(model));
        for (String member : members) {
            replica = Replication.with(replica, version, member, true);
        }
        tables.put(region, replica);
    }

    /** A table like another one, with nothing in it. */
    private static TableDescription empty(TableDescription model) {
        List<IndexDescription> indexes =
                model.indexes().stream()
                        .filter(index -> index.transition().status() != TableStatus.DELETING)
                        .map(index -> index.filled().withTransition(Transition.NONE))
                        .toList();
        StreamSettings stream = model.stream();
        TableDescription.Builder empty =
                TableDescription.of(
                        model.name(), model.key(), model.attributeDefinitions(), indexes)
                        .toBuilder()
                        .transition(new Transition(TableStatus.CREATING, Long.MAX_VALUE))
                        .billing(model.billing())
                        .throughput(model.throughput())
                        .tableClass(model.tableClass())
                        .encryption(model.encryption())
                        .stream(new StreamSettings(stream.enabled(), stream.view(), ""));
        TableSettings.SHARED.forEach(setting -> setting.copied(model, empty));
        return empty.build();
    }

    /**
     * Adds strongly consistent replicas to an empty table that has none.
     *
     * @param replicas what is different in each new one, by region
     * @param witness the region of the witness; empty if there is none
     * @param creating how long the new ones are not active
     */
    public void addStrongReplicas(
            String source,
            Map<String, UnaryOperator<TableDescription>> replicas,
            String witness,
            Transition creating) {
        TableDescription model = tables.get(source);
        replicas.forEach((region, overrides) -> {
            TableDescription replica = overrides.apply(empty(model));
            tables.put(
                    region,
                    replica.toBuilder()
                            .transition(creating)
                            // No stream carries their writes, so they need none.
                            .stream(StreamSettings.NONE)
                            .build());
        });
        Set<String> members = new LinkedHashSet<>(Set.of(source));
        members.addAll(replicas.keySet());
        for (String member : members) {
            List<String> others = members.stream().filter(other -> !other.equals(member)).toList();
            Replication.Strong strong = new Replication.Strong(witness, List.of());
            change(member, new Replication(Replication.CURRENT, others, strong)::in);
        }
    }

    /** Makes two empty tables replicas of each other. */
    public void join(String region, String other, String version) {
        change(region, table -> Replication.with(table, version, other, true));
        change(other, table -> Replication.with(table, version, region, true));
    }

    /**
     * Takes a replica away from the others; the table itself goes.
     *
     * @param deleting how it goes; {@link Transition#NONE} for at once
     */
    public void removeReplica(String region, Transition deleting) {
        separate(region);
        if (deleting.equals(Transition.NONE)) {
            tables.remove(region);
        } else {
            change(region, table -> table.toBuilder().transition(deleting).build());
        }
    }

    /** Takes a replica away from the others; the table stays, by itself. */
    public void separate(String region) {
        for (String member : regions(region, tables.get(region))) {
            if (!member.equals(region) && tables.containsKey(member)) {
                change(member, table -> Replication.without(table, region));
                change(region, table -> Replication.without(table, member));
            }
        }
    }
}
