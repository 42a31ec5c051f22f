package stator.database.table;

import java.util.Optional;
import java.util.function.Function;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * A setting of tables that one feature or operation knows, and that everybody else passes on. It
 * says once what it is called, and how its value is written and read; a description keeps the
 * written value under the name ({@link TableDescription#settings}). {@code docs/file-format.md}
 * lists all names, and a test compares.
 *
 * @param <T> its value
 */
public final class TableSetting<T> {
    private final String name;
    private final Function<AttributeValue, T> reader;
    private final Function<T, AttributeValue> writer;

    /** A setting that is written and read so. */
    public TableSetting(
            String name, Function<AttributeValue, T> reader, Function<T, AttributeValue> writer) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A setting without a name");
        }
        this.name = name;
        this.reader = reader;
        this.writer = writer;
    }

    /** A setting whose value is a text. */
    public static TableSetting<String> text(String name) {
        return new TableSetting<>(name, AttributeValue::text, AttributeValue::string);
    }

    /** A setting whose value is yes or no. */
    public static TableSetting<Boolean> flag(String name) {
        return new TableSetting<>(name, AttributeValue::bool, AttributeValue::bool);
    }

    /** A setting whose value is a map. */
    public static TableSetting<Item> map(String name) {
        return new TableSetting<>(name, AttributeValue::map, AttributeValue::map);
    }

    /** The name under which it is kept. */
    public String name() {
        return name;
    }

    /** What a table has set, if it has. */
    public Optional<T> of(TableDescription table) {
        return table.settings().find(name).map(reader);
    }

    /** A table that has this set. */
    public TableDescription in(TableDescription table, T value) {
        return in(table.toBuilder(), value).build();
    }

    /** A table in the making that has this set. */
    public TableDescription.Builder in(TableDescription.Builder table, T value) {
        return table.setting(name, writer.apply(value));
    }

    /** A table that has this not set. */
    public TableDescription without(TableDescription table) {
        return without(table.toBuilder()).build();
    }

    /** A table in the making that has this not set. */
    public TableDescription.Builder without(TableDescription.Builder table) {
        return table.withoutSetting(name);
    }

    /** A table in the making that has this set as another table, or not set as that one. */
    TableDescription.Builder copied(TableDescription from, TableDescription.Builder table) {
        Optional<AttributeValue> value = from.settings().find(name);
        return value.isPresent() ? table.setting(name, value.get()) : table.withoutSetting(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
