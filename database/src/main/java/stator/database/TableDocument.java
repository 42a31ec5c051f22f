package stator.database;

import stator.database.catalog.TableEntryCodec;
import stator.database.table.TableDescription;
import stator.model.Item;

/** A table's description as a document, for files outside of the database. */
public final class TableDocument {
    private TableDocument() {}

    /** All of a description as a document that {@link #read} reads, also in later versions. */
    public static Item of(TableDescription table) {
        return TableEntryCodec.document(table);
    }

    /**
     * The description that a document made by {@link #of} holds.
     *
     * @throws IllegalStateException if a later version wrote it that cannot be read here
     */
    public static TableDescription read(Item document) {
        return TableEntryCodec.description(document);
    }
}
