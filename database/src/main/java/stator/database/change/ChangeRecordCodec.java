package stator.database.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import stator.database.item.WriteCause;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeRecord.Event;
import stator.database.row.KeyBytes;
import stator.model.Item;
import stator.model.KeySchema;

/**
 * A change record as the payload of a row; {@code docs/file-format.md} states the same.
 *
 * <p>Of the item before and the item afterwards, those are written that readers want. The key is a
 * part of either; only if neither is there, it is written by itself.
 */
public final class ChangeRecordCodec {
    private static final byte FORMAT = 1;
    private static final int HAS_BEFORE = 1;
    private static final int HAS_AFTER = 2;

    /** Format, event, cause, what is there, length of the region, length of the item before. */
    private static final int FIXED_BYTES = 5 + Integer.BYTES;

    private static final byte[] NONE = {};

    private ChangeRecordCodec() {}

    static byte[] encode(ChangeRecord change) {
        byte[] region = change.cause().region().getBytes(StandardCharsets.UTF_8);
        byte[] before = bytes(change.before());
        byte[] after = bytes(change.after());
        boolean alone = change.before().isEmpty() && change.after().isEmpty();
        byte[] keys = alone ? change.keys().toBytes() : NONE;
        int has =
                (change.before().isPresent() ? HAS_BEFORE : 0)
                        | (change.after().isPresent() ? HAS_AFTER : 0);
        return ByteBuffer.allocate(
                        FIXED_BYTES + region.length + before.length + after.length + keys.length)
                .put(FORMAT)
                .put((byte) change.event().ordinal())
                .put(change.cause().number())
                .put((byte) has)
                .put((byte) region.length)
                .putInt(before.length)
                .put(region)
                .put(before)
                .put(after)
                .put(keys)
                .array();
    }

    private static byte[] bytes(Optional<Item> item) {
        return item.isPresent() ? item.get().toBytes() : NONE;
    }

    static ChangeRecord decode(long version, byte[] payload, KeySchema schema) {
        ByteBuffer in = ByteBuffer.wrap(payload);
        byte format = in.get();
        if (format != FORMAT) {
            throw new IllegalStateException(
                    "A change record is in format "
                            + format
                            + ", and this version reads format "
                            + FORMAT
                            + ": open it with the version that wrote it or a newer one");
        }
        Event event = Event.values()[in.get()];
        byte cause = in.get();
        int has = in.get();
        byte[] region = new byte[in.get()];
        int beforeLength = in.getInt();
        in.get(region);
        int at = in.position();
        Item first = Item.wrap(payload, at, beforeLength);
        Item rest = Item.wrap(payload, at + beforeLength, payload.length - at - beforeLength);
        Optional<Item> before = (has & HAS_BEFORE) != 0 ? Optional.of(first) : Optional.empty();
        Optional<Item> after = (has & HAS_AFTER) != 0 ? Optional.of(rest) : Optional.empty();
        Item keys = has == 0 ? rest : KeyBytes.keys(schema, after.orElse(first));
        WriteCause written = WriteCause.of(cause, new String(region, StandardCharsets.UTF_8));
        return new ChangeRecord(version, event, written, keys, before, after);
    }
}
