package stator.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** A bucket in this process's memory, gone at its end. */
public final class MemoryBucket implements Bucket {
    /** What a piece takes beside its bytes and its key. */
    private static final int PIECE_BYTES = 200;

    private final NavigableMap<String, MemoryPiece> pieces = new ConcurrentSkipListMap<>();
    private final MemoryRoom room;

    /** A bucket that takes as much memory as it needs. */
    public MemoryBucket() {
        this(MemoryRoom.UNLIMITED);
    }

    /**
     * An empty bucket.
     *
     * @param room that its pieces take, also while they are being written
     */
    public MemoryBucket(MemoryRoom room) {
        this.room = room;
    }

    @Override
    public List<Entry> list(String prefix) {
        return pieces.tailMap(prefix, true).entrySet().stream()
                .takeWhile(piece -> piece.getKey().startsWith(prefix))
                .map(piece -> new Entry(piece.getKey(), piece.getValue().length()))
                .toList();
    }

    @Override
    public InputStream read(String key) throws NoSuchFileException {
        MemoryPiece piece = pieces.get(key);
        if (piece == null) {
            throw new NoSuchFileException(key);
        }
        return piece.read();
    }

    @Override
    public Upload write(String key) throws IOException {
        room.take(overhead(key));
        return new Writing(key);
    }

    private static long overhead(String key) {
        return PIECE_BYTES + 2L * key.length();
    }

    @Override
    public void delete(String key) {
        forget(key, pieces.remove(key));
    }

    private void forget(String key, MemoryPiece piece) {
        if (piece != null) {
            room.give(piece.capacity() + overhead(key));
        }
    }

    private final class Writing extends Upload {
        private final String key;
        private final MemoryPiece piece = new MemoryPiece();
        private boolean ended;

        Writing(String key) {
            this.key = key;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] array, int start, int length) throws IOException {
            long growth = piece.growth(length);
            if (growth > 0) {
                room.take(growth);
            }
            piece.append(array, start, length);
        }

        @Override
        public void commit() {
            long before = piece.capacity();
            piece.trim();
            room.give(before - piece.capacity());
            ended = true;
            forget(key, pieces.put(key, piece));
        }

        @Override
        public void close() {
            if (!ended) {
                ended = true;
                forget(key, piece);
            }
        }
    }
}
