package stator.operation.archive;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * A piece of a backup with a checksum of its own.
 *
 * <pre>
 * block    := length checksum kind payload
 * length   := four bytes, of the payload
 * checksum := four bytes: CRC-32C of kind and payload
 * kind     := one byte: 1 header, 2 items, 3 end
 * </pre>
 */
record BackupBlock(byte kind, byte[] payload) {
    static final byte HEADER = 1;
    static final byte ITEMS = 2;
    static final byte END = 3;

    /** Bytes of a block beside its payload. */
    static final int FRAME_BYTES = 9;

    /** A header has the description of a table, an item block may have one large item. */
    private static final int PAYLOAD_BYTES_MAX = 64 << 20;

    void write(DataOutputStream out) throws IOException {
        out.writeInt(payload.length);
        out.writeInt(checksum());
        out.writeByte(kind);
        out.write(payload);
    }

    private int checksum() {
        CRC32C checksum = new CRC32C();
        checksum.update(kind);
        checksum.update(payload, 0, payload.length);
        return (int) checksum.getValue();
    }

    long length() {
        return FRAME_BYTES + payload.length;
    }

    /**
     * The next block of a backup.
     *
     * @param offset where it begins, to be named if it is damaged
     */
    static BackupBlock read(DataInputStream in, String key, long offset) throws IOException {
        try {
            int length = in.readInt();
            int checksum = in.readInt();
            byte kind = in.readByte();
            if (length < 0 || length > PAYLOAD_BYTES_MAX) {
                throw new DamagedBackupException(key, offset, "no block has " + length + " bytes");
            }
            byte[] payload = in.readNBytes(length);
            BackupBlock block = new BackupBlock(kind, payload);
            if (payload.length < length) {
                throw new EOFException();
            }
            if (block.checksum() != checksum) {
                throw new DamagedBackupException(key, offset, "the block has another checksum");
            }
            return block;
        } catch (EOFException e) {
            throw new DamagedBackupException(key, offset, "the file ends within a block");
        }
    }
}
