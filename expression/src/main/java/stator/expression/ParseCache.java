package stator.expression;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What texts parse to, bounded; for use by many threads.
 *
 * <p>Applications use few texts again and again, so two generations are enough: new entries and
 * those found again go to the young one, and when that is full it becomes the old one and the
 * former old one is dropped. Reading needs no lock. Texts that cannot be parsed are not kept.
 *
 * @param <K> the text, with whatever else decides how it is parsed
 * @param <V> the parsed form, immutable
 */
public final class ParseCache<K, V> {
    private final int generationMax;
    private volatile Generations<K, V> generations = new Generations<>(Map.of());

    /** A cache of about {@code entriesMax} entries at most. */
    public ParseCache(int entriesMax) {
        generationMax = Math.max(entriesMax / 2, 1);
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
        if (current.young.size() >= generationMax) {
            // Of two threads that come here at once one may drop the other's few new entries.
            current = new Generations<>(current.young);
            generations = current;
        }
        current.young.put(key, value);
        return value;
    }

    private static final class Generations<K, V> {
        private final Map<K, V> young = new ConcurrentHashMap<>();
        private final Map<K, V> old;

        private Generations(Map<K, V> old) {
            this.old = old;
        }
    }
}
