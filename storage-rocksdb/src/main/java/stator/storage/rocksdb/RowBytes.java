package stator.storage.rocksdb;

import java.nio.ByteBuffer;
import java.util.Arrays;
import stator.storage.Row;
import stator.storage.RowKey;
import stator.storage.Token;

/**
 * How rows lie in RocksDB. {@code docs/file-format.md} states it too.
 *
 * <pre>
 * key   := space kind token partition sort
 * space := 4 bytes, below 0x80000000        kind := 1 byte, below 0x80        token := 8 bytes
 * partition := its bytes, each 00 followed by FF, then 00 01
 * value := version payload                  version := 8 bytes
 * </pre>
 *
 * <p>All numbers are big endian. So unsigned bytes have the order of scans, and the rows of a
 * partition and kind, of a kind, and of a space stand together. Keys from 0x80 on are not rows; see
 * {@link Totals}.
 */
final class RowBytes {
    private static final int PLACE_BYTES = Integer.BYTES + 1 + Long.BYTES;
    private static final byte ESCAPED = (byte) 0xff;
    private static final byte END = 1;

    private RowBytes() {}

    static byte[] key(RowKey key) {
        return key(key.space(), key.kind(), key.partition(), key.sort());
    }

    /** With empty sort bytes: what all keys of a partition and kind start with. */
    static byte[] key(int space, byte kind, byte[] partition, byte[] sort) {
        int zeros = 0;
        for (byte b : partition) {
            zeros += b == 0 ? 1 : 0;
        }
        byte[] bytes = new byte[PLACE_BYTES + partition.length + zeros + 2 + sort.length];
        assert space >= 0 && kind >= 0 : space + "/" + kind + " would stand among keys of totals";
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(space).put(kind).putLong(Token.of(partition));
        if (zeros == 0) {
            buffer.put(partition);
        } else {
            putEscaped(partition, buffer);
        }
        buffer.put((byte) 0).put(END).put(sort);
        assert !buffer.hasRemaining() : buffer.remaining() + " bytes of a key are not set";
        return bytes;
    }

    private static void putEscaped(byte[] partition, ByteBuffer buffer) {
        for (byte b : partition) {
            buffer.put(b);
            if (b == 0) {
                buffer.put(ESCAPED);
            }
        }
    }

    /** The first bytes of the rows of a kind from a token on. */
    static byte[] place(int space, int kind, long token) {
        return ByteBuffer.allocate(PLACE_BYTES)
                .putInt(space)
                .put((byte) kind)
                .putLong(token)
                .array();
    }

    /** What all keys of a space start with. */
    static byte[] space(int space) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(space).array();
    }

    static RowKey key(byte[] bytes) {
        assert bytes.length >= PLACE_BYTES + 2 && bytes[0] >= 0 : "not the key of a row";
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int space = buffer.getInt();
        byte kind = buffer.get();
        byte[] partition = new byte[bytes.length - PLACE_BYTES];
        int at = PLACE_BYTES;
        int length = 0;
        for (; bytes[at] != 0 || bytes[at + 1] == ESCAPED; at++) {
            partition[length++] = bytes[at];
            at += bytes[at] == 0 ? 1 : 0;
        }
        return new RowKey(
                space,
                Arrays.copyOf(partition, length),
                kind,
                Arrays.copyOfRange(bytes, at + 2, bytes.length));
    }

    static byte[] value(Row row) {
        byte[] bytes = new byte[Long.BYTES + row.payload().length];
        ByteBuffer.wrap(bytes).putLong(row.version()).put(row.payload());
        return bytes;
    }

    static Row row(byte[] value) {
        return row(value, value.length);
    }

    /** The row whose value is the first bytes of an array, which may be used again. */
    static Row row(byte[] bytes, int length) {
        assert length >= Long.BYTES : "a value of " + length + " bytes";
        long version = ByteBuffer.wrap(bytes).getLong();
        return new Row(version, Arrays.copyOfRange(bytes, Long.BYTES, length));
    }
}
