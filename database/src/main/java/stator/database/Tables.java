package stator.database;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import stator.database.catalog.Catalog;
import stator.database.table.Backfill;
import stator.database.table.Namespace;
import stator.database.table.RegionsEdit;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Transition;

/** The door to the tables: which there are, and how they come, change and go. */
public final class Tables {
    private final Catalog catalog;

    Tables(Catalog catalog) {
        this.catalog = catalog;
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
        return catalog.create(namespace, description).map(table -> table);
    }

    /**
     * Changes a table's description.
     *
     * @param change may be called again; what it throws goes to the caller and nothing is changed
     * @return the changed table; empty if there is none of that name
     */
    public Optional<Table> update(
            Namespace namespace, String name, UnaryOperator<TableDescription> change) {
        return catalog.update(namespace, name, change).map(table -> table);
    }

    /**
     * Changes a table's description, and what its replicas share with it in all of them.
     *
     * @param change as for {@link #update}
     * @return the changed table; empty if there is none of that name
     */
    public Optional<Table> updateShared(
            Namespace namespace, String name, UnaryOperator<TableDescription> change) {
        return catalog.updateShared(namespace, name, change).map(table -> table);
    }

    /**
     * Changes the tables of one name in several regions of an account, all in one commit.
     *
     * @param regions where the edit may find or leave a table
     * @param edit what it throws goes to the caller, and nothing is changed
     * @return the tables that there are then, by region
     */
    public Map<String, Table> updateRegions(
            Namespace namespace, String name, Set<String> regions, RegionsEdit edit) {
        return new LinkedHashMap<>(catalog.updateRegions(namespace, name, regions, edit));
    }

    /**
     * Deletes a table and everything in it.
     *
     * @param check sees the table before, while nobody writes to it, and may ask for its statistics
     *     but read nothing else; if it throws, the table stays and the exception goes to the caller
     * @return the table as it is now, that is DELETING; empty if there is none of that name
     */
    public Optional<Table> delete(Namespace namespace, String name, Consumer<Table> check) {
        return catalog.delete(namespace, name, check::accept).map(table -> table);
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
        return catalog.transition(status);
    }

    /** From when on a change that is made now is in force, as long as the settings say. */
    public long settledMillis() {
        return catalog.settledMillis();
    }

    /**
     * How the items of a table get into an index that is added to it now. The allocation of
     * resources takes as long as any change of state, and so does the rest at least.
     */
    public Backfill backfill() {
        return catalog.backfill();
    }

    /** The label of a stream that begins at a time: {@code 2026-11-21T10:15:30.123}. */
    public static String streamLabel(long nowMillis) {
        return Catalog.streamLabel(nowMillis);
    }
}
