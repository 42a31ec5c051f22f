package stator.bucket.object;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import stator.bucket.key.KeyIndex;
import stator.bucket.key.KeySource;
import stator.bucket.key.KeyWalk;
import stator.bucket.key.LargeFolderException;

/**
 * Through the keys of a bucket that have records: by folders, as long as each has few, else by the
 * {@link KeyIndex}. Belongs to one thread.
 */
final class RecordWalk implements KeySource {
    private static final int KEYS_MAX = 256;

    /** No text that begins with another is beyond that other with this at its end. */
    private static final String LAST = "\uFFFF";

    private final KeyRecords records;
    private final String prefix;

    /** Null when the index was chosen. */
    private KeyWalk folders;

    /** Null until then. */
    private KeyIndex index;

    /** The first key that may come next. */
    private String start;

    private final Deque<String> ahead = new ArrayDeque<>();

    /** Grows, since who wants one key often wants none of those behind it. */
    private int keys = 1;

    RecordWalk(KeyRecords records, String prefix, String after) throws IOException {
        this.records = records;
        this.prefix = prefix;
        start = after.isEmpty() ? prefix : after + '\0';
        try {
            folders = records.isIndexed() ? null : records.folders(prefix, after);
        } catch (LargeFolderException e) {
            folders = null;
        }
        index = folders == null ? records.index() : null;
    }

    @Override
    public Optional<String> next() throws IOException {
        if (index == null) {
            try {
                Optional<String> key = folders.next();
                start = key.map(text -> text + '\0').orElse(start);
                return key;
            } catch (LargeFolderException e) {
                folders = null;
                index = records.index();
            }
        }
        return nextOfIndex();
    }

    private Optional<String> nextOfIndex() throws IOException {
        if (ahead.isEmpty()) {
            ahead.addAll(index.from(start.compareTo(prefix) < 0 ? prefix : start, keys));
            keys = Math.min(KEYS_MAX, 2 * keys);
        }
        Optional<String> key = Optional.ofNullable(ahead.poll());
        key.ifPresent(text -> start = text + '\0');
        return key.filter(text -> text.startsWith(prefix));
    }

    @Override
    public void skip(String text) {
        if (start.compareTo(text + LAST) < 0) {
            start = text + LAST;
        }
        if (index == null) {
            folders.skip(text);
            return;
        }
        while (!ahead.isEmpty() && ahead.peek().compareTo(start) < 0) {
            ahead.poll();
        }
        keys = ahead.isEmpty() ? 1 : keys;
    }
}
