package stator.expression;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What texts parse to, bounded; for use by many threads.
 *
 * <p>Applications use few texts again and again, so two generations are enough: new entries and
 * those found again go to the young one, and when that is full it becomes the old one and the
 * former old one is dropped. Reading needs no lock. Texts that cannot be parsed are not kept.
 *
 * <p>What a text parses to takes some twenty bytes for each of its characters, and strangers choose
 * the texts. So not only their number is bounded, but their length, too, by the size of the heap.
 *
 * @param <K> the text, with whatever else decides how it is parsed
 * @param <V> the parsed form, immutable
 */
public final class ParseCache<K, V> {
    /** Bytes of heap for each character that is kept: a hundredth of it is taken, or less. */
    private static final int HEAP_BYTES_PER_CHARACTER = 2048;

    private final int generationMax;
    private final long charactersMax;
    private final ToIntFunction<K> length;
    private volatile Generations<K, V> generations = new Generations<>(Map.of());

    /**
     * A cache of about {@code entriesMax} entries at most.
     *
     * @param length how many characters a text has
     */
    public ParseCache(int entriesMax, ToIntFunction<K> length) {
        this(entriesMax, Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CHARACTER, length);
    }

    /**
     * A cache of about {@code entriesMax} entries and {@code charactersMax} characters at most.
     *
     * @param length how many characters a text has
     */
    ParseCache(int entriesMax, long charactersMax, ToIntFunction<K> length) {
        generationMax = Math.max(entriesMax / 2, 1);
        this.charactersMax = charactersMax / 2;
        this.length = length;
    }

    /** The parsed form of a text; whatever the parser throws is thrown. */
    public V find(K key, Function<K, V> parser) {
        Generations<K, V> current = generations;
        V value = current.young.get(key);
        if (value != null) {
            return value;
        }
        value = current.old.get(key);
        if (value == null) {
            value = parser.apply(key);
        }
        if (current.young.size() >= generationMax || current.characters.sum() >= charactersMax) {
            // Of two threads that come here at once one may drop the other's few new entries.
            current = new Generations<>(current.young);
            generations = current;
        }
        if (current.young.put(key, value) == null) {
            current.characters.add(length.applyAsInt(key));
        }
        return value;
    }

    private static final class Generations<K, V> {
        private final Map<K, V> young = new ConcurrentHashMap<>();
        private final LongAdder characters = new LongAdder();
        private final Map<K, V> old;

        private Generations(Map<K, V> old) {
            this.old = old;
        }
    }
}
