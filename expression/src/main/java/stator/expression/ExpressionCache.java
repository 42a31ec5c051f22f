package stator.expression;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Parsed expressions by their text, bounded; for use by many threads.
 *
 * <p>Applications use few texts again and again, so two generations are enough: new entries and
 * those found again go to the young one, and when that is full it becomes the old one and the
 * former old one is dropped. Reading needs no lock. Texts that cannot be parsed are not kept.
 */
public final class ExpressionCache {
    private final int generationMax;
    private volatile Generations generations = new Generations(Map.of());

    /** A cache of about {@code entriesMax} expressions at most. */
    public ExpressionCache(int entriesMax) {
        generationMax = Math.max(entriesMax / 2, 1);
    }

    ParsedExpression<ConditionNode> condition(ExpressionKind kind, String text) {
        return ((Entry.OfCondition)
                        find(
                                new Key(kind, text),
                                key ->
                                        new Entry.OfCondition(
                                                ConditionParser.parse(key.kind(), key.text()))))
                .parsed();
    }

    ParsedExpression<List<DocumentPath>> projection(String text) {
        return ((Entry.OfProjection)
                        find(
                                new Key(ExpressionKind.PROJECTION, text),
                                key -> new Entry.OfProjection(ProjectionParser.parse(key.text()))))
                .parsed();
    }

    ParsedExpression<List<UpdateAction>> update(String text) {
        return ((Entry.OfUpdate)
                        find(
                                new Key(ExpressionKind.UPDATE, text),
                                key -> new Entry.OfUpdate(UpdateParser.parse(key.text()))))
                .parsed();
    }

    private Entry find(Key key, Function<Key, Entry> parser) {
        Generations current = generations;
        Entry entry = current.young.get(key);
        if (entry != null) {
            return entry;
        }
        entry = current.old.get(key);
        if (entry == null) {
            entry = parser.apply(key);
        }
        if (current.young.size() >= generationMax) {
            // Of two threads that come here at once one may drop the other's few new entries.
            current = new Generations(current.young);
            generations = current;
        }
        current.young.put(key, entry);
        return entry;
    }

    private record Key(ExpressionKind kind, String text) {}

    private sealed interface Entry {
        record OfCondition(ParsedExpression<ConditionNode> parsed) implements Entry {}

        record OfProjection(ParsedExpression<List<DocumentPath>> parsed) implements Entry {}

        record OfUpdate(ParsedExpression<List<UpdateAction>> parsed) implements Entry {}
    }

    private static final class Generations {
        private final Map<Key, Entry> young = new ConcurrentHashMap<>();
        private final Map<Key, Entry> old;

        private Generations(Map<Key, Entry> old) {
            this.old = old;
        }
    }
}
