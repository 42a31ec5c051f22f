package stator.database;

import java.util.Optional;
import stator.model.KeySchema;

/** A table as it stood at one moment: its description and where its rows are. Immutable. */
public final class Table {
    private final Namespace namespace;
    private final TableDescription description;
    private final int space;

    Table(Namespace namespace, TableDescription description, int space) {
        this.namespace = namespace;
        this.description = description;
        this.space = space;
    }

    /** The table's name. */
    public String name() {
        return description.name();
    }

    /** Whose table it is. */
    public Namespace namespace() {
        return namespace;
    }

    /** What is known of it. */
    public TableDescription description() {
        return description;
    }

    /** Its primary key. */
    public KeySchema key() {
        return description.key();
    }

    /** The index of that name. */
    public Optional<IndexDescription> index(String indexName) {
        return description.index(indexName);
    }

    /** The status at a time. */
    public TableStatus statusAt(long nowMillis) {
        return description.statusAt(nowMillis);
    }

    int space() {
        return space;
    }
}
