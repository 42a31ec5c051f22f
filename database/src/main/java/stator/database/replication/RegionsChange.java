package stator.database.replication;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import stator.database.catalog.Catalog;
import stator.database.catalog.Identities;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableEntry;
import stator.database.catalog.Transitions;
import stator.database.log.SpaceNumbers;
import stator.database.table.Namespace;
import stator.database.table.RegionsEdit;
import stator.database.table.Replication;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.storage.Store;

/**
 * Changes the tables of one name in several regions, all in one commit of the catalog, and takes
 * care of the notes that a replica which leaves still has for others.
 */
public final class RegionsChange {
    private final Store store;
    private final Catalog catalog;
    private final Identities identities;
    private final Transitions transitions;
    private final QueueFronts fronts;

    public RegionsChange(
            Store store,
            Catalog catalog,
            Identities identities,
            Transitions transitions,
            QueueFronts fronts) {
        this.store = store;
        this.catalog = catalog;
        this.identities = identities;
        this.transitions = transitions;
        this.fronts = fronts;
    }

    /**
     * Changes the tables of one name in several regions of an account.
     *
     * @param regions where the edit may find or leave a table
     * @param edit what it throws goes to the caller, and nothing is changed
     * @return the tables that there are then, by region
     */
    public Map<String, LiveTable> update(
            Namespace namespace, String name, Set<String> regions, RegionsEdit edit) {
        return update(namespace, name, regions, () -> true, edit);
    }

    /**
     * The same if a condition holds.
     *
     * @param condition asked while the writers of the tables wait outside
     */
    Map<String, LiveTable> update(
            Namespace namespace,
            String name,
            Set<String> regions,
            BooleanSupplier condition,
            RegionsEdit edit) {
        List<Namespace> places = regions.stream().sorted().map(namespace::in).toList();
        return catalog.alone(() -> {
            catalog.settle();
            forgetDepartedReplicas(places, name);
            catalog.changeAll(
                    places,
                    name,
                    () -> {
                        boolean isHeld = condition.getAsBoolean();
                        if (isHeld) {
                            handOver(places, name, edit);
                        }
                        return isHeld;
                    },
                    (before, numbers) -> edited(places, name, before, edit, numbers));
            Map<String, LiveTable> tables = new LinkedHashMap<>();
            for (Namespace place : places) {
                catalog.known(place, name).ifPresent(table -> tables.put(place.region(), table));
            }
            return tables;
        });
    }

    /**
     * Removes what a table still owes to a region that left the global table: it is not meant for a
     * replica that may come in its place. A region that is no replica gets no new notes while the
     * catalog is held.
     */
    private void forgetDepartedReplicas(List<Namespace> places, String name) {
        for (Namespace place : places) {
            Optional<LiveTable> table = catalog.known(place, name);
            for (Namespace other : places) {
                if (table.isPresent()
                        && !other.equals(place)
                        && !table.get().replicaRegions().contains(other.region())) {
                    ReplicaQueue.forget(store, table.get().space(), other.region());
                }
            }
        }
    }

    /**
     * What a replica that leaves has brought to some of the others, another one brings to the rest:
     * the replicas that stay shall become equal.
     */
    private void handOver(List<Namespace> places, String name, RegionsEdit edit) {
        Map<String, LiveTable> tables = new LinkedHashMap<>();
        Map<String, TableDescription> before = new LinkedHashMap<>();
        for (Namespace place : places) {
            catalog.find(place, name)
                    .ifPresent(table -> {
                        tables.put(place.region(), table);
                        before.put(place.region(), table.description());
                    });
        }
        if (tables.values().stream().allMatch(table -> table.replicaRegions().isEmpty())) {
            return;
        }
        Map<String, TableDescription> after = edit.apply(before);
        for (LiveTable table : tables.values()) {
            for (String region : table.replicaRegions()) {
                if (!owes(after, table.region(), region)) {
                    tables.values().stream()
                            .filter(heir -> owes(after, heir.region(), region))
                            .findFirst()
                            .ifPresent(heir -> copyNotes(table, heir, region));
                }
            }
        }
    }

    private void copyNotes(LiveTable from, LiveTable heir, String region) {
        ReplicaQueue.copyNotes(store, from.space(), region, heir.space(), region, note -> true);
        fronts.forget(heir.space(), region);
    }

    private static boolean owes(Map<String, TableDescription> tables, String from, String to) {
        return tables.containsKey(from)
                && Replication.of(tables.get(from))
                        .filter(replication -> replication.regions().contains(to))
                        .isPresent();
    }

    private List<Optional<TableEntry>> edited(
            List<Namespace> places,
            String name,
            List<Optional<TableEntry>> before,
            RegionsEdit edit,
            SpaceNumbers numbers) {
        Map<String, TableDescription> descriptions = new LinkedHashMap<>();
        for (int i = 0; i < places.size(); i++) {
            if (catalog.isThere(before.get(i))) {
                descriptions.put(places.get(i).region(), before.get(i).get().description());
            }
        }
        Map<String, TableDescription> changed = edit.apply(descriptions);
        List<Optional<TableEntry>> after = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            Namespace place = places.get(i);
            TableDescription description = changed.get(place.region());
            if (description == null) {
                after.add(Optional.empty());
            } else if (catalog.isThere(before.get(i))) {
                after.add(Optional.of(before.get(i).get().with(description, numbers)));
            } else {
                TableDescription created = identities.identified(place, description);
                after.add(Optional.of(TableEntry.create(place, created, numbers)));
            }
        }
        return after;
    }

    /** Makes a new replica of a table active: it has all items that the table had before it. */
    void filled(LiveTable source, String region) {
        update(
                source.namespace(),
                source.name(),
                Set.of(source.region(), region),
                before -> {
                    Map<String, TableDescription> after = new LinkedHashMap<>(before);
                    after.computeIfPresent(
                            source.region(),
                            (place, table) ->
                                    Replication.of(table)
                                            .map(replication -> replication.filled(region))
                                            .map(replication -> replication.in(table))
                                            .orElse(table));
                    after.computeIfPresent(
                            region,
                            (place, table) ->
                                    table.toBuilder()
                                            .transition(
                                                    transitions.transition(TableStatus.CREATING))
                                            .build());
                    return after;
                });
    }
}
