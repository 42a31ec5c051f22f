package stator.database;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The tables there are, by namespace and name. */
public final class Catalog {
    /** The table of that name. */
    public Optional<Table> find(Namespace namespace, String name) {
        throw new IllegalStateException();
    }

    /**
     * Creates a table, with an id, an ARN and the time of creation of its own.
     *
     * @return the table; empty if there is one of that name already
     */
    public Optional<Table> create(Namespace namespace, TableDescription description) {
        throw new IllegalStateException();
    }

    /**
     * Changes a table's description.
     *
     * @param change may be called again; what it throws goes to the caller and nothing is changed
     * @return the changed table; empty if there is none of that name
     */
    public Optional<Table> update(
            Namespace namespace, String name, UnaryOperator<TableDescription> change) {
        throw new IllegalStateException();
    }

    /**
     * Deletes a table and everything in it.
     *
     * @param check sees the table before; if it throws, the table stays and the exception goes to
     *     the caller
     * @return the table as it is now, that is DELETING; empty if there is none of that name
     */
    public Optional<Table> delete(Namespace namespace, String name, Consumer<Table> check) {
        throw new IllegalStateException();
    }

    /**
     * Names of tables in the order of their UTF-8 bytes.
     *
     * @param exclusiveStart the name after which to start; it need not exist; empty to start at the
     *     beginning
     */
    public List<String> list(Namespace namespace, String exclusiveStart, int limit) {
        throw new IllegalStateException();
    }

    /** How many tables there are. */
    public int count(Namespace namespace) {
        throw new IllegalStateException();
    }

    /**
     * A change of state that starts now and lasts as long as the settings say; {@link
     * Transition#NONE} if changes are instant.
     */
    public Transition transition(TableStatus status) {
        throw new IllegalStateException();
    }
}
