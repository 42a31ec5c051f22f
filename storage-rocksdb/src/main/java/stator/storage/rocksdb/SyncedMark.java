package stator.storage.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * How much of the log and of the manifest is known to be on stable storage; kept in a file of 64
 * bytes beside the database.
 *
 * <p>It tells a torn tail, which a power cut may leave behind, from damage to what was
 * acknowledged, and a manifest that was cut short from a whole one. After the death of the process
 * the log's part is exact, because the kernel keeps what was written. After a power cut it may be
 * old: then less is known, and nothing wrong.
 *
 * <p>Offset 0: the name; 8: {@link Syncing}; 16: log number; 24: log length; 32: manifest number;
 * 40: manifest length; 60: CRC-32C of all before it. Big endian.
 */
final class SyncedMark implements AutoCloseable {
    private static final int FILE_BYTES = 64;
    private static final int CHECKSUM_AT = 60;
    private static final long NAME = 0x53544154_4F52534DL;

    /** When writes are synced; part of the file format. */
    enum Syncing {
        /** No mark was found. */
        UNKNOWN,
        EVERY_WRITE,
        SOMETIMES,
        NEVER;

        static Syncing of(Durability durability) {
            return switch (durability) {
                case Durability.Always always -> EVERY_WRITE;
                case Durability.Interval interval -> SOMETIMES;
                case Durability.None none -> NEVER;
            };
        }
    }

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(FILE_BYTES);

    /** Guarded by {@code this}, as are the numbers below. */
    private Syncing syncing = Syncing.UNKNOWN;

    private long log;
    private long logLength;
    private long manifest;
    private long manifestLength;

    SyncedMark(Path path) throws IOException {
        file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            read();
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private void read() throws IOException {
        while (buffer.hasRemaining() && file.read(buffer, buffer.position()) >= 0) {
            continue;
        }
        if (buffer.hasRemaining()
                || buffer.getLong(0) != NAME
                || buffer.getInt(CHECKSUM_AT) != checksum()) {
            return;
        }
        syncing = Syncing.values()[buffer.getInt(8)];
        log = buffer.getLong(16);
        logLength = buffer.getLong(24);
        manifest = buffer.getLong(32);
        manifestLength = buffer.getLong(40);
    }

    synchronized Syncing syncing() {
        return syncing;
    }

    synchronized long log() {
        return log;
    }

    synchronized long logLength() {
        return logLength;
    }

    synchronized long manifest() {
        return manifest;
    }

    synchronized long manifestLength() {
        return manifestLength;
    }

    /** Notes that a log is synced up to a length. It costs no sync of its own. */
    synchronized void log(long number, long length) throws IOException {
        assert number >= 0 && length >= 0 : "log " + number + " of " + length + " bytes";
        log = number;
        logLength = length;
        write();
    }

    /** Notes how far the manifest is synced and how writes are synced from now on, durably. */
    synchronized void manifest(Syncing now, long number, long length) throws IOException {
        syncing = now;
        manifest = number;
        manifestLength = length;
        write();
        file.force(false);
    }

    private void write() throws IOException {
        buffer.clear();
        buffer.putLong(0, NAME).putInt(8, syncing.ordinal());
        buffer.putLong(16, log).putLong(24, logLength);
        buffer.putLong(32, manifest).putLong(40, manifestLength);
        buffer.putInt(CHECKSUM_AT, checksum());
        while (buffer.hasRemaining()) {
            file.write(buffer, buffer.position());
        }
    }

    private int checksum() {
        CRC32C crc = new CRC32C();
        crc.update(buffer.duplicate().position(0).limit(CHECKSUM_AT));
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
