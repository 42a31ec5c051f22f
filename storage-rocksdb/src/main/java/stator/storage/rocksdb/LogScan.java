package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * What a log file of RocksDB (a write-ahead log or a manifest) contains, found without RocksDB.
 *
 * <p>It has to be without: with its default recovery mode RocksDB silently drops all that follows a
 * flipped bit, and on some damaged record types it never returns (its issue 13333).
 *
 * <p>The format: blocks of 32 KiB; in a block, records of checksum (4 bytes, little endian), length
 * (2), type (1) and payload; a rest of less than 7 bytes is filled with zeros. A logical record is
 * one FULL record, or FIRST, MIDDLE…, LAST. The checksum is the CRC-32C of type and payload,
 * rotated and shifted.
 */
final class LogScan {
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int HEADER_BYTES = 7;
    private static final int FULL = 1;
    private static final int FIRST = 2;
    private static final int MIDDLE = 3;
    private static final int LAST = 4;
    private static final int INVALID = 0;

    private final byte[] block = new byte[BLOCK_BYTES];
    private final ByteBuffer buffer = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();

    private long size;
    private long completeTo;
    private long damagedAt = -1;
    private long recordsBefore;
    private long recordsAfter;
    private boolean insideRecord;

    private LogScan() {}

    /** Reads a whole log. */
    static LogScan of(Path log) throws IOException {
        LogScan scan = new LogScan();
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
            int length;
            while ((length = scan.readBlock(channel)) > 0) {
                scan.scanBlock(length);
                scan.size += length;
            }
        }
        return scan;
    }

    /** Length of the file. */
    long size() {
        return size;
    }

    /** The offset after the last logical record that is complete and has no damage before it. */
    long completeTo() {
        return completeTo;
    }

    /** Whether the file consists of complete records. */
    boolean sound() {
        return completeTo == size;
    }

    /** How many logical records are complete. */
    long recordsBefore() {
        return recordsBefore;
    }

    /** How many valid logical records begin after the damage. */
    long recordsAfter() {
        return recordsAfter;
    }

    private int readBlock(FileChannel channel) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            continue;
        }
        return buffer.position();
    }

    private void scanBlock(int length) {
        int at = 0;
        while (at + HEADER_BYTES <= BLOCK_BYTES && at < length) {
            int type = typeOfRecord(at, length);
            if (type == INVALID) {
                damaged(at);
                at = nextRecord(at + 1, length);
            } else {
                take(type, at);
                at += HEADER_BYTES + payloadBytes(at);
                completed(type, at);
            }
        }
    }

    private void take(int type, int at) {
        boolean begins = type == FULL || type == FIRST;
        if (begins == insideRecord) {
            damaged(at);
        }
        insideRecord = type == FIRST || type == MIDDLE;
        if (begins && damagedAt >= 0) {
            recordsAfter++;
        }
    }

    private void completed(int type, int end) {
        assert end <= BLOCK_BYTES : "a record ends at " + end;
        if (damagedAt < 0 && (type == FULL || type == LAST)) {
            recordsBefore++;
            completeTo = size + end;
        }
    }

    private void damaged(int at) {
        if (damagedAt < 0) {
            damagedAt = size + at;
        }
    }

    /** After damage: the next offset in this block that carries a valid record, or its end. */
    private int nextRecord(int from, int length) {
        int at = from;
        while (at < length && typeOfRecord(at, length) == INVALID) {
            at++;
        }
        return at;
    }

    private int typeOfRecord(int at, int length) {
        if (at + HEADER_BYTES > length || at + HEADER_BYTES + payloadBytes(at) > length) {
            return INVALID;
        }
        int type = block[at + 6];
        return type >= FULL && type <= LAST && checksumFits(at) ? type : INVALID;
    }

    private int payloadBytes(int at) {
        return buffer.getShort(at + 4) & 0xffff;
    }

    private boolean checksumFits(int at) {
        crc.reset();
        crc.update(block, at + 6, payloadBytes(at) + 1);
        int value = (int) crc.getValue();
        return (value >>> 15 | value << 17) + 0xa282ead8 == buffer.getInt(at);
    }
}
