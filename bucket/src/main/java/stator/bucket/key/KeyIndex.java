package stator.bucket.key;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import stator.bucket.file.FileTree;

/**
 * The keys of a bucket in their order, for buckets that have too many in one folder to read and
 * sort it for each page of a list. It lives as long as this process and says nothing that the
 * folders do not say.
 *
 * <p>Most keys are in a sorted scratch file; what came and went since the file was written is in
 * memory. When that is much, a new file is written beside, from the old one and what was noted till
 * then. So a page costs a search in a file, and memory does not grow with the bucket.
 *
 * <p>A change is noted after it was made, under the lock of its key, so the last note of a key is
 * true. Notes are taken before the folders are read for the first file: what that reading misses or
 * meets by chance is among the notes. Thread-safe; the monitor guards all fields.
 */
public final class KeyIndex implements AutoCloseable {
    /** So many notes make a new file worth its while. */
    private static final int NOTES_MAX = 20_000;

    private static final Logger LOG = System.getLogger(KeyIndex.class.getName());

    private final FileTree files;
    private final int notesMax;

    /** Null until the folders were read. */
    private SortedKeys base;

    /** Whether keys are there, since the file. */
    private NavigableMap<String, Boolean> notes = new TreeMap<>();

    /** The notes that go into the next file; null while none is written. */
    private NavigableMap<String, Boolean> merging;

    private boolean closed;

    public KeyIndex(FileTree files) {
        this(files, NOTES_MAX);
    }

    /**
     * @param notesMax how many notes make a new file worth its while
     */
    KeyIndex(FileTree files, int notesMax) {
        this.files = files;
        this.notesMax = notesMax;
    }

    /** Takes what the folders say. */
    public synchronized void begin(SortedKeys keys) {
        base = keys;
        mergeIfMuch();
    }

    /** Notes that a key is there, or is not. */
    public synchronized void note(String key, boolean there) {
        notes.put(key, there);
        mergeIfMuch();
    }

    private void mergeIfMuch() {
        if (base != null && merging == null && notes.size() >= notesMax && !closed) {
            merging = notes;
            notes = new TreeMap<>();
            SortedKeys old = base;
            NavigableMap<String, Boolean> with = merging;
            Thread.ofVirtual().name("stator-s3-keys").start(() -> merge(old, with));
        }
    }

    private void merge(SortedKeys old, NavigableMap<String, Boolean> with) {
        try {
            Merged merged = new Merged(old, List.of(with), "");
            replace(SortedKeys.write(files.scratch(), merged::next));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "The keys of a bucket stay in memory.", e);
            giveUp(with);
        }
    }

    private synchronized void replace(SortedKeys next) throws IOException {
        SortedKeys old = base;
        base = next;
        merging = null;
        old.close();
        if (closed) {
            base.close();
        } else {
            mergeIfMuch();
        }
    }

    /** There is no room for another file: the notes stay, and as many again may come. */
    private synchronized void giveUp(NavigableMap<String, Boolean> with) {
        with.putAll(notes);
        notes = with;
        merging = null;
    }

    /**
     * Some keys in their order.
     *
     * @param start the first that may be among them
     * @param max how many at most; fewer are given only at the end
     */
    public synchronized List<String> from(String start, int max) throws IOException {
        if (closed) {
            return List.of();
        }
        List<NavigableMap<String, Boolean>> newestFirst =
                merging == null ? List.of(notes) : List.of(notes, merging);
        Merged merged = new Merged(base, newestFirst, start);
        List<String> keys = new ArrayList<>();
        for (Optional<String> next = merged.next();
                next.isPresent();
                next = keys.size() < max ? merged.next() : Optional.empty()) {
            keys.add(next.get());
        }
        return keys;
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        if (base != null && merging == null) {
            base.close();
        }
    }

    /** The keys of a file, and of notes on top of it. Belongs to one thread. */
    private static final class Merged {
        private final SortedKeys.Cursor file;
        private final List<Noted> noted = new ArrayList<>();

        Merged(SortedKeys base, List<NavigableMap<String, Boolean>> newestFirst, String start)
                throws IOException {
            file = base.from(start);
            newestFirst.forEach(notes -> noted.add(new Noted(notes.tailMap(start, true))));
        }

        Optional<String> next() throws IOException {
            while (true) {
                Optional<String> key = least();
                if (key.isEmpty()) {
                    return key;
                }
                boolean isThere = file.key().equals(key);
                if (isThere) {
                    file.advance();
                }
                boolean isDecided = false;
                for (Noted each : noted) {
                    if (each.isAt(key.get())) {
                        isThere = isDecided ? isThere : each.current.getValue();
                        isDecided = true;
                        each.advance();
                    }
                }
                if (isThere) {
                    return key;
                }
            }
        }

        private Optional<String> least() {
            String least = file.key().orElse(null);
            for (Noted each : noted) {
                String other = each.current == null ? null : each.current.getKey();
                least =
                        least == null || other != null && other.compareTo(least) < 0
                                ? other
                                : least;
            }
            return Optional.ofNullable(least);
        }
    }

    /** A place among notes. */
    private static final class Noted {
        private final Iterator<Map.Entry<String, Boolean>> rest;

        /** Null at the end. */
        private Map.Entry<String, Boolean> current;

        Noted(NavigableMap<String, Boolean> notes) {
            rest = notes.entrySet().iterator();
            advance();
        }

        boolean isAt(String key) {
            return current != null && current.getKey().equals(key);
        }

        void advance() {
            current = rest.hasNext() ? rest.next() : null;
        }
    }
}
