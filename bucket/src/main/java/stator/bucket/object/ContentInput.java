package stator.bucket.object;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.zip.CRC32C;
import stator.bucket.file.FileTree;
import stator.bucket.file.StorePaths;

/**
 * A range of an object's bytes. No byte is given away before the checksum of its block was
 * compared. Holds one block and one open file, whatever the length; whoever has room for a block
 * gets it without that, where the socket takes it from. Belongs to one thread.
 */
final class ContentInput extends InputStream implements ReadableByteChannel {
    private static final int CHECKSUM_BYTES = 4;

    /** So many checksums are read at once. */
    private static final int CHECKSUMS = 256;

    /** Which part of a file is wanted. */
    private record Part(Blob blob, long from, long to) {}

    private final FileTree files;
    private final String bucket;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Runnable onClose;
    private final CRC32C checksum = new CRC32C();

    /** Null between two files. */
    private SeekableByteChannel channel;

    private long nextBlock;

    /** Some of the file's, from one block on. */
    private final ByteBuffer sums = ByteBuffer.allocate(CHECKSUMS * CHECKSUM_BYTES).limit(0);

    private long firstSum;
    private byte[] block = {};
    private int at;
    private int end;
    private boolean closed;

    /**
     * @param onClose run once
     */
    ContentInput(
            FileTree files,
            String bucket,
            Content content,
            long from,
            long length,
            Runnable onClose) {
        this.files = files;
        this.bucket = bucket;
        this.onClose = onClose;
        if (content instanceof Content.Inline few) {
            block = few.bytes();
            at = (int) from;
            end = (int) (from + length);
        }
        long start = 0;
        for (Blob blob : content.blobs()) {
            long first = Math.max(0, from - start);
            long last = Math.min(blob.size(), from + length - start);
            if (first < last) {
                parts.add(new Part(blob, first, last));
            }
            start += blob.size();
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (at == end && !fill()) {
            return -1;
        }
        int part = Math.min(length, end - at);
        System.arraycopy(block, at, target, offset, part);
        at += part;
        return part;
    }

    @Override
    public int available() {
        return end - at;
    }

    /** The same into a buffer, which may be outside of the heap. */
    @Override
    public int read(ByteBuffer target) throws IOException {
        if (at < end) {
            int part = Math.min(target.remaining(), end - at);
            target.put(block, at, part);
            at += part;
            return part;
        }
        if (!target.hasRemaining()) {
            return 0;
        }
        if (!toNextBlock()) {
            return -1;
        }
        Part part = parts.element();
        long start = nextBlock * NewContent.BLOCK_BYTES;
        int length = blockLength(part.blob(), start);
        boolean isWhole = part.from() <= start && start + length <= part.to();
        if (isWhole && length <= target.remaining()) {
            readBlock(part.blob(), start, target.slice(target.position(), length));
            target.position(target.position() + length);
            nextBlock++;
            return length;
        }
        return fill() ? read(target) : -1;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    /** Reads the next block; false at the end of the range. */
    private boolean fill() throws IOException {
        if (!toNextBlock()) {
            return false;
        }
        Part part = parts.element();
        long start = nextBlock * NewContent.BLOCK_BYTES;
        int length = blockLength(part.blob(), start);
        if (block.length < length) {
            block = new byte[length];
        }
        readBlock(part.blob(), start, ByteBuffer.wrap(block, 0, length));
        at = (int) (Math.max(part.from(), start) - start);
        end = (int) (Math.min(part.to(), start + NewContent.BLOCK_BYTES) - start);
        nextBlock++;
        return true;
    }

    /** Goes to the next block that has some of the range; false if there is none. */
    private boolean toNextBlock() throws IOException {
        while (!parts.isEmpty()) {
            Part part = parts.element();
            if (channel == null) {
                channel = open(part.blob());
                nextBlock = part.from() / NewContent.BLOCK_BYTES;
            }
            if (nextBlock * NewContent.BLOCK_BYTES < part.to()) {
                return true;
            }
            parts.remove();
            closeFile();
        }
        return false;
    }

    private static int blockLength(Blob blob, long start) {
        return (int) Math.min(NewContent.BLOCK_BYTES, blob.size() - start);
    }

    private SeekableByteChannel open(Blob blob) throws IOException {
        String path = StorePaths.bytes(bucket, blob.id());
        return files.open(path).orElseThrow(() -> new NoSuchFileException(path));
    }

    private void readBlock(Blob blob, long start, ByteBuffer target) throws IOException {
        readFully(start, target);
        checksum.reset();
        checksum.update(target.flip());
        if (sum(blob) != (int) checksum.getValue()) {
            throw new CorruptObjectException(
                    "The bytes from "
                            + start
                            + " on of "
                            + blob.id()
                            + " in the bucket "
                            + bucket
                            + " are not those that were written.");
        }
    }

    /** The checksum that the block must have. */
    private int sum(Blob blob) throws IOException {
        long index = nextBlock - firstSum;
        if (index < 0 || (index + 1) * CHECKSUM_BYTES > sums.limit()) {
            long left = Math.ceilDiv(blob.size(), NewContent.BLOCK_BYTES) - nextBlock;
            sums.clear().limit((int) Math.min(CHECKSUMS, left) * CHECKSUM_BYTES);
            readFully(blob.size() + nextBlock * CHECKSUM_BYTES, sums);
            firstSum = nextBlock;
            index = 0;
        }
        return sums.getInt((int) index * CHECKSUM_BYTES);
    }

    private void readFully(long position, ByteBuffer target) throws IOException {
        channel.position(position);
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                throw new EOFException("An object of the bucket " + bucket + " is cut off.");
            }
        }
    }

    private void closeFile() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
            sums.limit(0);
        }
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            parts.clear();
            onClose.run();
            closeFile();
        }
    }
}
