package stator.database;

import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import stator.database.catalog.Catalog;
import stator.database.catalog.CatalogCommit;
import stator.database.catalog.Identities;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableEntry;
import stator.database.catalog.Transitions;
import stator.database.replication.QueueFronts;
import stator.database.replication.RegionsChange;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Backfill;
import stator.database.table.GlobalTable;
import stator.database.table.Namespace;
import stator.database.table.RegionsEdit;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Transition;
import stator.storage.Store;

/** The door to the tables: which there are, and how they come, change and go. */
public final class Tables {
    private final Catalog catalog;
    private final RegionsChange regions;
    private final Identities identities;
    private final Transitions transitions;

    /**
     * The tables of a catalog.
     *
     * @param random where table ids come from
     * @param fronts where the queues of notes for other regions begin
     */
    Tables(
            Store store,
            Catalog catalog,
            DatabaseSettings settings,
            Clock clock,
            RandomGenerator random,
            QueueFronts fronts) {
        this.catalog = catalog;
        identities = new Identities(clock, random);
        transitions = new Transitions(settings, clock);
        regions = new RegionsChange(store, catalog, identities, transitions, fronts);
    }

    /** What changes the tables of one name in several regions together. */
    RegionsChange regions() {
        return regions;
    }

    /** The table of that name. */
    public Optional<Table> find(Namespace namespace, String name) {
        return catalog.find(namespace, name).map(table -> table);
    }

    /**
     * Creates a table, with an id, an ARN, the time of creation, and the label of its stream if it
     * has one.
     *
     * @return the table; empty if there is one of that name already
     */
    public Optional<Table> create(Namespace namespace, TableDescription description) {
        return catalog.alone(() -> {
            TableDescription created = identities.identified(namespace, description);
            CatalogCommit commit =
                    catalog.change(
                            namespace,
                            created.name(),
                            (before, numbers) ->
                                    catalog.isThere(before)
                                            ? before
                                            : Optional.of(
                                                    TableEntry.create(
                                                            namespace, created, numbers)));
            return catalog.isThere(commit.before())
                    ? Optional.<Table>empty()
                    : catalog.known(namespace, created.name()).map(table -> table);
        });
    }

    /**
     * Changes a table's description.
     *
     * @param change may be called again; what it throws goes to the caller and nothing is changed
     * @return the changed table; empty if there is none of that name
     */
    public Optional<Table> update(
            Namespace namespace, String name, UnaryOperator<TableDescription> change) {
        return catalog.alone(() -> {
            catalog.settle();
            CatalogCommit commit =
                    catalog.change(
                            namespace,
                            name,
                            (before, numbers) ->
                                    catalog.isThere(before)
                                            ? before.map(record ->
                                                    record.with(
                                                            change.apply(record.description()),
                                                            numbers))
                                            : before);
            return catalog.isThere(commit.after())
                    ? catalog.known(namespace, name).map(table -> table)
                    : Optional.<Table>empty();
        });
    }

    /**
     * Changes a table's description, and what its replicas share with it in all of them.
     *
     * @param change as for {@link #update}
     * @return the changed table; empty if there is none of that name
     */
    public Optional<Table> updateShared(
            Namespace namespace, String name, UnaryOperator<TableDescription> change) {
        return catalog.alone(() -> {
            Optional<LiveTable> table = catalog.find(namespace, name);
            if (table.isEmpty()) {
                return Optional.<Table>empty();
            }
            String region = namespace.region();
            Set<String> all = GlobalTable.regions(region, table.get().description());
            Map<String, LiveTable> changed =
                    regions.update(namespace, name, all, before -> shared(before, region, change));
            return Optional.<Table>ofNullable(changed.get(region));
        });
    }

    private static Map<String, TableDescription> shared(
            Map<String, TableDescription> before,
            String region,
            UnaryOperator<TableDescription> change) {
        GlobalTable tables = new GlobalTable(before);
        if (before.containsKey(region)) {
            tables.share(region, change.apply(before.get(region)));
        }
        return tables.tables();
    }

    /**
     * Changes the tables of one name in several regions of an account, all in one commit.
     *
     * @param places the regions where the edit may find or leave a table
     * @param edit what it throws goes to the caller, and nothing is changed
     * @return the tables that there are then, by region
     */
    public Map<String, Table> updateRegions(
            Namespace namespace, String name, Set<String> places, RegionsEdit edit) {
        return new LinkedHashMap<>(regions.update(namespace, name, places, edit));
    }

    /**
     * Deletes a table and everything in it.
     *
     * @param check sees the table before, while writers wait outside, and may ask for its
     *     statistics but read nothing else; if it throws, the table stays and the exception goes to
     *     the caller
     * @return the table as it is now, that is DELETING; empty if there is none of that name
     */
    public Optional<Table> delete(Namespace namespace, String name, Consumer<Table> check) {
        Transition deleting = transitions.transition(TableStatus.DELETING);
        boolean atOnce = deleting.equals(Transition.NONE);
        CatalogCommit commit =
                catalog.change(
                        namespace,
                        name,
                        (before, numbers) -> {
                            if (!catalog.isThere(before)) {
                                return before;
                            }
                            check.accept(catalog.shown(before.get()));
                            return atOnce
                                    ? Optional.empty()
                                    : before.map(record -> record.with(deleting).followed(numbers));
                        });
        if (!catalog.isThere(commit.before())) {
            return Optional.empty();
        }
        Transition shown = atOnce ? new Transition(TableStatus.DELETING, Long.MAX_VALUE) : deleting;
        return Optional.of(catalog.shown(commit.before().get().with(shown)));
    }

    /**
     * Names of tables in the order of their UTF-8 bytes.
     *
     * @param exclusiveStart the name after which to start; it need not exist; empty to start at the
     *     beginning
     */
    public List<String> list(Namespace namespace, String exclusiveStart, int limit) {
        return catalog.list(namespace, exclusiveStart, limit);
    }

    /** How many tables there are. */
    public int count(Namespace namespace) {
        return catalog.count(namespace);
    }

    /** The tables of all namespaces, in no order. */
    public List<Table> all() {
        return new ArrayList<>(catalog.tables());
    }

    /**
     * A change of state that starts now and lasts as long as the settings say; {@link
     * Transition#NONE} if changes are instant.
     */
    public Transition transition(TableStatus status) {
        return transitions.transition(status);
    }

    /** From when on a change that is made now is in force, as long as the settings say. */
    public long settledMillis() {
        return transitions.settledMillis();
    }

    /**
     * How the items of a table get into an index that is added to it now. The allocation of
     * resources takes as long as any change of state, and so does the rest at least.
     */
    public Backfill backfill() {
        return transitions.backfill();
    }

    /** The label of a stream that begins at a time: {@code 2026-11-21T10:15:30.123}. */
    public static String streamLabel(long nowMillis) {
        return Identities.streamLabel(nowMillis);
    }
}
