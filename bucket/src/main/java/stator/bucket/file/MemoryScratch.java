package stator.bucket.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stator.bucket.MemoryRoom;

/** Notes in memory, within some room. What is read is one of the pieces that were appended. */
final class MemoryScratch implements Scratch {
    private final MemoryRoom room;
    private final List<byte[]> pieces = new ArrayList<>();
    private long bytes;

    MemoryScratch(MemoryRoom room) {
        this.room = room;
    }

    @Override
    public void append(byte[] piece, int length) throws IOException {
        if (!pieces.isEmpty() && pieces.getFirst().length != length) {
            throw new IllegalArgumentException("Pieces have one length.");
        }
        room.take(length);
        bytes += length;
        pieces.add(Arrays.copyOf(piece, length));
    }

    @Override
    public void read(long position, byte[] target) {
        byte[] piece = pieces.get((int) (position / target.length));
        if (position % target.length != 0 || piece.length != target.length) {
            throw new IllegalArgumentException("Pieces are read as they were appended.");
        }
        System.arraycopy(piece, 0, target, 0, target.length);
    }

    @Override
    public void close() {
        room.give(bytes);
        bytes = 0;
    }
}
