package stator.database.row;

import stator.storage.RowKey;

/**
 * Every number that says what sort of row a row is: all spaces that are not given to tables, and
 * all kinds. {@code docs/file-format.md} states the same.
 *
 * <p>A row lies in a space, and within it under a partition, a kind and its sort bytes. The kinds
 * of one space never overlap; {@link #LOCAL_KIND_MAX} keeps local indexes away from the kinds that
 * features use beside the items of a table.
 */
public final class Layout {
    /** The space of the catalog. */
    public static final int CATALOG_SPACE = 0;

    /** The first of the spaces of idempotency tokens, which take turns. */
    public static final int TOKEN_SPACE_MIN = 1;

    /** How many spaces of tokens there are. */
    public static final int TOKEN_SPACES = 3;

    /** The space of the documents beside the tables. */
    public static final int RECORDS_SPACE = 8;

    /** The space of what says where derived changes may wait that nobody made yet. */
    public static final int OUTBOX_SPACE = 9;

    /** The first of the spaces of other services, which say themselves what lies there. */
    public static final int SERVICE_SPACE_MIN = 16;

    /** Spaces below this are not given to tables. */
    public static final int TABLE_SPACE_MIN = 64;

    // In the space of the catalog.

    /** The one row that every change of the catalog changes too. */
    public static final byte CATALOG_HEAD_KIND = 0;

    /** One row for each table: its record. */
    public static final byte CATALOG_TABLE_KIND = 1;

    /** One row for each space that is to be dropped. */
    public static final byte CATALOG_DROPPED_KIND = 2;

    /** One row for each table that is gone and whose streams are kept: its log. */
    public static final byte CATALOG_RETIRED_KIND = 3;

    // In spaces of their own.

    /** A token of a transaction. */
    public static final byte TOKEN_KIND = 0;

    /** A document beside the tables. */
    public static final byte DOCUMENT_KIND = 0;

    /** A record of a change, in the space of its shard. */
    public static final byte RECORD_KIND = 0;

    /** An entry of an expiry index. */
    public static final byte EXPIRY_KIND = 0;

    /** The position of the walk that fills the index of a space. */
    public static final byte POSITION_KIND = 1;

    /** Where derived changes may wait, in the outbox's space. */
    public static final byte HINT_KIND = 0;

    /** How often a database was opened over a store that needs an outbox, in the same space. */
    public static final byte OPENINGS_KIND = 1;

    // In the space of a table.

    /** Items, and entries of global indexes in their own spaces. */
    public static final byte ITEM_KIND = 0;

    /** Local indexes have the kinds from 1 to this. */
    public static final byte LOCAL_KIND_MAX = 99;

    /** What items were before each change. */
    public static final byte JOURNAL_KIND = 100;

    /** Which write made an item what it is. */
    public static final byte STAMP_KIND = 112;

    /** A write on its way to another region. */
    public static final byte NOTE_KIND = 113;

    /** How far a new replica has been filled. */
    public static final byte FILL_POSITION_KIND = 114;

    /** How far a named reader of changes has come in a shard. */
    public static final byte READER_POSITION_KIND = 115;

    /** Derived changes that wait to be made. */
    public static final byte OUTBOX_KIND = 116;

    private static final byte[] NONE = {};

    private Layout() {}

    /** The row that keeps the position of the walk that fills the index of a space. */
    public static RowKey position(int space) {
        return new RowKey(space, NONE, POSITION_KIND, NONE);
    }
}
