package stator.bucket.file;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that has no name, where the system can do that: so nobody has to take it away. */
final class DiskScratch implements Scratch {
    private final FileChannel channel;

    DiskScratch(Path file) throws IOException {
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    public void append(byte[] bytes, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
        while (left.hasRemaining()) {
            channel.write(left);
        }
    }

    @Override
    public void read(long position, byte[] target) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(target);
        while (left.hasRemaining()) {
            if (channel.read(left, position + left.position()) < 0) {
                throw new EOFException("Notes are cut off at " + position + ".");
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
