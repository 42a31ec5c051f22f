package stator.database.expiry;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import stator.database.catalog.LiveTable;
import stator.database.catalog.TableEntry;
import stator.database.row.FilledSpace;
import stator.database.row.Layout;
import stator.database.table.TimeToLive;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.RowRange;

/**
 * The items of a table by when they expire.
 *
 * <p>An item that expires has one entry, which comes and goes in the item's own commits. It stands
 * under the second from which on the item has expired, followed by the item's key; so the items
 * that have expired are one range, and an item that expires next is found by one look.
 *
 * <p>While {@link ExpiryBuilder} fills the index, entries of older items are missing. Nothing needs
 * to know which: taking away an entry that is not there does no harm, and neither does adding one a
 * second time. So, unlike a secondary index, this one asks for no new versions of rows.
 */
public final class ExpiryIndex {
    /** The last second of the year 9999. What is later (milliseconds, for example) never comes. */
    static final long SECONDS_MAX = 253_402_300_799L;

    private static final int SECONDS_DIGITS_MAX = 12;
    private static final byte[] PARTITION = {};

    private final String attribute;
    private final FilledSpace place;
    private final int tableSpace;

    /** The index of a table, if its items expire and it has one. */
    static Optional<ExpiryIndex> of(TableEntry table) {
        FilledSpace place = table.filledSpace(TimeToLive.SETTING);
        return place.exists()
                ? Optional.of(
                        new ExpiryIndex(
                                TimeToLive.of(table.description()).attribute(),
                                place,
                                table.space()))
                : Optional.empty();
    }

    /** The index of a table, if its items expire and it has one. */
    public static Optional<ExpiryIndex> of(LiveTable table) {
        return table.follower(ExpiryFollower.class).map(ExpiryFollower::index);
    }

    /** Whether items expire and there is no index for it yet: an older version wrote the table. */
    static boolean isMissing(LiveTable table) {
        return TimeToLive.of(table.description()).enabled() && !place(table).exists();
    }

    /** Whether this very index belongs to a table. */
    boolean isOf(LiveTable table) {
        return place(table).exists() && place(table).space() == space();
    }

    private static FilledSpace place(LiveTable table) {
        return table.record().filledSpace(TimeToLive.SETTING);
    }

    private ExpiryIndex(String attribute, FilledSpace place, int tableSpace) {
        this.attribute = attribute;
        this.place = place;
        this.tableSpace = tableSpace;
        assert place.exists() && !attribute.isEmpty() : "An index of items that do not expire";
        assert space() != tableSpace : "Items and expiry entries in one space: " + tableSpace;
    }

    public int space() {
        return place.space();
    }

    public boolean isFilled() {
        return place.filled();
    }

    /**
     * The second since 1970 from which on an item has expired; empty if it never does.
     *
     * <p>AWS: the attribute is a number at the top level, in seconds; anything else is ignored.
     * What is negative is more than five years ago, and ignored as well. Of a fraction nothing is
     * said: here the item lives to its end.
     */
    public OptionalLong expiry(Item item) {
        Optional<AttributeValue> value = item.find(attribute);
        if (value.isEmpty() || value.get().type() != AttributeType.N) {
            return OptionalLong.empty();
        }
        return seconds(value.get().text());
    }

    /** The number is in its canonical form, without an exponent or leading zeros. */
    private static OptionalLong seconds(String number) {
        int point = number.indexOf('.');
        int digits = point < 0 ? number.length() : point;
        if (number.charAt(0) == '-' || digits > SECONDS_DIGITS_MAX) {
            return OptionalLong.empty();
        }
        long seconds = Long.parseLong(number, 0, digits, 10) + (point < 0 ? 0 : 1);
        return seconds > SECONDS_MAX ? OptionalLong.empty() : OptionalLong.of(seconds);
    }

    /** The row of the entry of an item. */
    public RowKey entryKey(RowKey item, long seconds) {
        assert seconds >= 0 && seconds <= SECONDS_MAX : "An entry under second " + seconds;
        assert item.space() == tableSpace : "An item of another table: " + item;
        byte[] partition = item.partition();
        byte[] sort = item.sort();
        byte[] entry =
                ByteBuffer.allocate(Long.BYTES + partition.length + sort.length)
                        .putLong(seconds)
                        .put(partition)
                        .put(sort)
                        .array();
        return new RowKey(space(), PARTITION, Layout.EXPIRY_KIND, entry);
    }

    /** What an entry holds: where in its key the item's sort bytes begin. */
    public Row entry(RowKey item, long version) {
        byte[] payload = ByteBuffer.allocate(Integer.BYTES).putInt(item.partition().length).array();
        return new Row(version, payload);
    }

    /** When the item of an entry expires. */
    public static long seconds(RowKey entry) {
        return ByteBuffer.wrap(entry.sort()).getLong();
    }

    /** The row of the item of an entry. */
    public RowKey itemKey(RowKey entry, Row row) {
        int sortStart = Long.BYTES + ByteBuffer.wrap(row.payload()).getInt();
        byte[] bytes = entry.sort();
        assert sortStart >= Long.BYTES && sortStart <= bytes.length : "No entry: " + entry;
        return new RowKey(
                tableSpace,
                Arrays.copyOfRange(bytes, Long.BYTES, sortStart),
                Layout.ITEM_KIND,
                Arrays.copyOfRange(bytes, sortStart, bytes.length));
    }

    /** The entries of items that expire in the seconds from one to before another, in order. */
    RowRange between(long fromSeconds, long toSeconds) {
        return new RowRange(
                space(),
                PARTITION,
                Layout.EXPIRY_KIND,
                bytes(fromSeconds),
                bytes(toSeconds),
                false);
    }

    private static byte[] bytes(long seconds) {
        return ByteBuffer.allocate(Long.BYTES).putLong(seconds).array();
    }
}
