package stator.bucket.object;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import stator.bucket.file.FileTree;
import stator.bucket.file.NewFiles;

/**
 * Bytes on their way into a bucket: a few stay in memory, more go to a file at once. They belong to
 * nobody before an object is put with them; closing forgets them. Belongs to one thread.
 *
 * <p>A file ends with a checksum of each block, so that any part of it can be read and verified.
 */
public final class NewContent extends OutputStream {
    /** What has a checksum. */
    static final int BLOCK_BYTES = 1 << 18;

    /** So much is kept in the record of an object. */
    static final int INLINE_BYTES_MAX = 1 << 15;

    private final NewFiles files;
    private final String path;
    private final String blob;
    private final int inlineMax;
    private final ByteArrayOutputStream inline = new ByteArrayOutputStream();
    private final ByteArrayOutputStream checksums = new ByteArrayOutputStream();
    private final CRC32C block = new CRC32C();

    private int blockBytes;
    private long size;
    private FileTree.NewFile file;
    private boolean finished;
    private Content content = Content.EMPTY;
    private boolean kept;

    /**
     * @param blob the name of the file, if there is one
     * @param mayBeInline whether a few bytes may stay without a file
     */
    NewContent(NewFiles files, String path, String blob, boolean mayBeInline) {
        this.files = files;
        this.path = path;
        this.blob = blob;
        inlineMax = mayBeInline ? INLINE_BYTES_MAX : -1;
    }

    /** How many bytes there are by now. */
    public long size() {
        return size;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        Objects.checkFromIndexSize(start, length, bytes.length);
        if (file == null && size + length > inlineMax) {
            spill();
        }
        size += length;
        if (file == null) {
            inline.write(bytes, start, length);
            return;
        }
        file.write(bytes, start, length);
        sum(bytes, start, length);
    }

    private void spill() throws IOException {
        file = files.create(path, blob);
        byte[] sofar = inline.toByteArray();
        file.write(sofar);
        sum(sofar, 0, sofar.length);
        inline.reset();
    }

    private void sum(byte[] bytes, int start, int length) {
        int at = start;
        while (at < start + length) {
            int part = Math.min(start + length - at, BLOCK_BYTES - blockBytes);
            block.update(bytes, at, part);
            blockBytes += part;
            at += part;
            if (blockBytes == BLOCK_BYTES) {
                endBlock();
            }
        }
    }

    private void endBlock() {
        checksums.writeBytes(ByteBuffer.allocate(4).putInt((int) block.getValue()).array());
        block.reset();
        blockBytes = 0;
    }

    /** Puts the bytes on stable storage. */
    public Content finish() throws IOException {
        if (finished) {
            throw new IllegalStateException("finished already");
        }
        if (file == null && inlineMax < 0) {
            spill();
        }
        finished = true;
        content = finished(file);
        return content;
    }

    private Content finished(FileTree.NewFile target) throws IOException {
        if (target == null) {
            return new Content.Inline(inline.toByteArray());
        }
        if (blockBytes > 0) {
            endBlock();
        }
        target.write(checksums.toByteArray());
        target.finish();
        return new Content.Blobs(List.of(new Blob(blob, size)));
    }

    /** What {@link #finish} gave. */
    Content content() {
        return content;
    }

    /** The bytes belong to an object now. */
    void keep() {
        kept = true;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
            if (finished && !kept) {
                files.delete(path);
            }
            files.end(blob);
        }
    }
}
