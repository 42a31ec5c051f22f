package stator.operation.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import stator.bucket.Bucket;
import stator.database.TableDocument;
import stator.database.table.Namespace;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.operation.job.ItemSource;

/**
 * One backup in a bucket: a table's description and its items, in blocks with checksums. {@code
 * docs/file-format.md} states it too.
 *
 * <pre>
 * file   := "STATORBK" format header items* end
 * format := four bytes
 * header := a block with a document
 * items  := a block with (length item)*; length is four bytes
 * end    := a block with the number of items, their size and the number of blocks before it, eight
 *           bytes each
 * </pre>
 *
 * <p>Every byte is under a checksum, and the end says how much there is, so a backup is known to be
 * whole before the first item of it is used.
 */
final class BackupFile {
    private static final byte[] MAGIC = "STATORBK".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT = 1;
    private static final int PREAMBLE_BYTES = 12;
    private static final int END_PAYLOAD_BYTES = 3 * Long.BYTES;
    private static final int END_BYTES = BackupBlock.FRAME_BYTES + END_PAYLOAD_BYTES;

    /** A block is written when it has this many bytes. */
    private static final int ITEMS_BYTES = 256 << 10;

    private static final int BUFFER_BYTES = 1 << 16;
    private static final String SUFFIX = ".backup";

    private final Bucket bucket;
    private final String key;
    private final long bytes;

    private BackupFile(Bucket bucket, String key, long bytes) {
        this.bucket = bucket;
        this.key = key;
        this.bytes = bytes;
    }

    /** The key of a backup's file. */
    static String key(String id) {
        return id + SUFFIX;
    }

    static boolean isKey(String key) {
        return key.endsWith(SUFFIX);
    }

    static BackupFile of(Bucket bucket, Bucket.Entry entry) {
        return new BackupFile(bucket, entry.key(), entry.bytes());
    }

    /** Writes a backup and returns it with what it holds. */
    static Backup write(Bucket bucket, Backup backup, ItemSource source) throws IOException {
        try (Bucket.Upload upload = bucket.write(key(backup.id()));
                DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(upload, BUFFER_BYTES))) {
            out.write(MAGIC);
            out.writeInt(FORMAT);
            new BackupBlock(BackupBlock.HEADER, header(backup).toBytes()).write(out);
            Writer writer = new Writer(out);
            source.forEach(writer::add);
            Backup complete = writer.end(backup);
            out.flush();
            upload.commit();
            return complete;
        }
    }

    private static Item header(Backup backup) {
        DocumentWriter header = new DocumentWriter(1024);
        header.name("Id");
        header.string(backup.id());
        header.name("Name");
        header.string(backup.name());
        header.name("Type");
        header.string(backup.type().name());
        header.name("Account");
        header.string(backup.namespace().account());
        header.name("Region");
        header.string(backup.namespace().region());
        header.name("Created");
        header.number(Long.toString(backup.createdMillis()));
        header.name("Expiry");
        header.number(Long.toString(backup.expiryMillis()));
        header.name("Table");
        header.value(AttributeValue.map(TableDocument.of(backup.table())));
        return header.toItem();
    }

    private static Backup backup(Item header) {
        return new Backup(
                new Namespace(header.get("Account").text(), header.get("Region").text()),
                header.get("Id").text(),
                header.get("Name").text(),
                Backup.Type.valueOf(header.get("Type").text()),
                Long.parseLong(header.get("Created").text()),
                Long.parseLong(header.get("Expiry").text()),
                TableDocument.read(header.get("Table").map()),
                0,
                0);
    }

    /** Gathers items into blocks. */
    private static final class Writer {
        private final DataOutputStream out;
        private ByteBuffer block = ByteBuffer.allocate(ITEMS_BYTES);
        private long blocks = 1;
        private long items;
        private long bytes;

        Writer(DataOutputStream out) {
            this.out = out;
        }

        void add(Item item) throws IOException {
            byte[] document = item.toBytes();
            if (block.remaining() < Integer.BYTES + document.length) {
                flush();
                if (block.capacity() < Integer.BYTES + document.length) {
                    block = ByteBuffer.allocate(Integer.BYTES + document.length);
                }
            }
            block.putInt(document.length).put(document);
            items++;
            bytes += item.sizeBytes();
        }

        private void flush() throws IOException {
            if (block.position() > 0) {
                byte[] payload = Arrays.copyOf(block.array(), block.position());
                new BackupBlock(BackupBlock.ITEMS, payload).write(out);
                blocks++;
                block.clear();
            }
        }

        Backup end(Backup backup) throws IOException {
            flush();
            byte[] end =
                    ByteBuffer.allocate(END_PAYLOAD_BYTES)
                            .putLong(items)
                            .putLong(bytes)
                            .putLong(blocks)
                            .array();
            new BackupBlock(BackupBlock.END, end).write(out);
            return backup.holding(items, bytes);
        }
    }

    /** What the file says of itself; its items are not looked at. */
    Backup describe() throws IOException {
        try (DataInputStream in = open()) {
            Backup backup = backup(readHeader(in));
            if (bytes < PREAMBLE_BYTES + END_BYTES) {
                throw damaged(bytes, "the file is too short");
            }
            return withEnd(backup);
        } catch (IllegalArgumentException e) {
            throw damaged(PREAMBLE_BYTES, "the header is not one: " + e.getMessage());
        }
    }

    private Backup withEnd(Backup backup) throws IOException {
        try (DataInputStream in = open()) {
            in.skipNBytes(bytes - END_BYTES);
            BackupBlock block = BackupBlock.read(in, key, bytes - END_BYTES);
            ByteBuffer end = endOf(block, bytes - END_BYTES);
            return backup.holding(end.getLong(), end.getLong());
        }
    }

    private ByteBuffer endOf(BackupBlock block, long offset) throws IOException {
        if (block.kind() != BackupBlock.END || block.payload().length != END_PAYLOAD_BYTES) {
            throw damaged(offset, "the end is missing");
        }
        return ByteBuffer.wrap(block.payload());
    }

    /** Reads everything and compares it with all that the file says of itself. */
    void verify() throws IOException {
        forEach(item -> {});
    }

    /**
     * Shows all items. What is wrong with a block is found before its first item is shown.
     *
     * @throws DamagedBackupException at the first block that is not as it was written
     */
    void forEach(ItemSource.Sink sink) throws IOException {
        try (DataInputStream in = open()) {
            long offset = PREAMBLE_BYTES + headerLength(in);
            long blocks = 1;
            long items = 0;
            while (true) {
                BackupBlock block = BackupBlock.read(in, key, offset);
                if (block.kind() != BackupBlock.ITEMS) {
                    ByteBuffer end = endOf(block, offset);
                    if (end.getLong() != items || end.getLong(2 * Long.BYTES) != blocks) {
                        throw damaged(offset, "it holds more or less than its end says");
                    }
                    return;
                }
                items += show(block, sink);
                blocks++;
                offset += block.length();
            }
        }
    }

    private static long show(BackupBlock block, ItemSource.Sink sink) throws IOException {
        ByteBuffer payload = ByteBuffer.wrap(block.payload());
        long items = 0;
        while (payload.hasRemaining()) {
            int length = payload.getInt();
            sink.add(Item.wrap(block.payload(), payload.position(), length));
            payload.position(payload.position() + length);
            items++;
        }
        return items;
    }

    private DataInputStream open() throws IOException {
        return new DataInputStream(new BufferedInputStream(bucket.read(key), BUFFER_BYTES));
    }

    private long headerLength(DataInputStream in) throws IOException {
        readPreamble(in);
        return BackupBlock.read(in, key, PREAMBLE_BYTES).length();
    }

    private Item readHeader(DataInputStream in) throws IOException {
        readPreamble(in);
        BackupBlock block = BackupBlock.read(in, key, PREAMBLE_BYTES);
        if (block.kind() != BackupBlock.HEADER) {
            throw damaged(PREAMBLE_BYTES, "there is no header");
        }
        return Item.wrap(block.payload());
    }

    private void readPreamble(DataInputStream in) throws IOException {
        byte[] preamble = in.readNBytes(PREAMBLE_BYTES);
        if (preamble.length < PREAMBLE_BYTES
                || !Arrays.equals(preamble, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw damaged(0, "the file does not begin as a backup");
        }
        int format = ByteBuffer.wrap(preamble).getInt(MAGIC.length);
        if (format < 1) {
            throw damaged(MAGIC.length, "there is no format " + format);
        }
        if (format > FORMAT) {
            throw new IOException(
                    "The backup "
                            + key
                            + " has format "
                            + format
                            + ", and this release knows formats up to "
                            + FORMAT
                            + ". Use the release that wrote it, or a newer one.");
        }
    }

    private DamagedBackupException damaged(long offset, String what) {
        return new DamagedBackupException(key, offset, what);
    }
}
