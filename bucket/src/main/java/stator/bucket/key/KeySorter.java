package stator.bucket.key;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import stator.bucket.file.FileTree;

/**
 * Sorts keys that come in any order, any number of times, with a bounded number of them in memory:
 * pieces are sorted and written, and then merged. Belongs to one thread.
 */
public final class KeySorter implements AutoCloseable {
    /** Some megabytes of keys. */
    private static final int PIECE_KEYS = 50_000;

    private final FileTree files;
    private final List<SortedKeys> pieces = new ArrayList<>();
    private List<String> piece = new ArrayList<>();

    public KeySorter(FileTree files) {
        this.files = files;
    }

    public void add(String key) throws IOException {
        piece.add(key);
        if (piece.size() == PIECE_KEYS) {
            endPiece();
        }
    }

    private void endPiece() throws IOException {
        piece.sort(null);
        Iterator<String> keys = piece.stream().distinct().iterator();
        pieces.add(
                SortedKeys.write(
                        files.scratch(),
                        () -> keys.hasNext() ? Optional.of(keys.next()) : Optional.empty()));
        piece = new ArrayList<>();
    }

    /** All of them in their order, each once. */
    public SortedKeys sorted() throws IOException {
        endPiece();
        PriorityQueue<SortedKeys.Cursor> cursors =
                new PriorityQueue<>(Comparator.comparing(cursor -> cursor.key().orElseThrow()));
        for (SortedKeys each : pieces) {
            add(each.from(""), cursors);
        }
        return SortedKeys.write(files.scratch(), () -> next(cursors));
    }

    private static Optional<String> next(PriorityQueue<SortedKeys.Cursor> cursors)
            throws IOException {
        if (cursors.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> key = cursors.peek().key();
        while (!cursors.isEmpty() && cursors.peek().key().equals(key)) {
            SortedKeys.Cursor cursor = cursors.remove();
            cursor.advance();
            add(cursor, cursors);
        }
        return key;
    }

    private static void add(SortedKeys.Cursor cursor, PriorityQueue<SortedKeys.Cursor> cursors) {
        if (cursor.key().isPresent()) {
            cursors.add(cursor);
        }
    }

    @Override
    public void close() throws IOException {
        for (SortedKeys each : pieces) {
            each.close();
        }
    }
}
