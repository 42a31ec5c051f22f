package stator.expression;

import java.util.List;
import stator.expression.parse.ConditionParser;
import stator.expression.parse.ProjectionParser;
import stator.expression.parse.UpdateParser;
import stator.expression.tree.ConditionNode;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.ParsedExpression;
import stator.expression.tree.UpdateAction;

/** Parsed expressions by their text, bounded; for use by many threads. */
public final class ExpressionCache {
    private final ParseCache<Key, Entry> entries;

    /** A cache of about {@code entriesMax} expressions at most. */
    public ExpressionCache(int entriesMax) {
        entries = new ParseCache<>(entriesMax, key -> key.text().length());
    }

    ParsedExpression<ConditionNode> condition(ExpressionKind kind, String text) {
        return ((Entry.OfCondition)
                        entries.find(
                                new Key(kind, text),
                                key ->
                                        new Entry.OfCondition(
                                                ConditionParser.parse(key.kind(), key.text()))))
                .parsed();
    }

    ParsedExpression<List<DocumentPath>> projection(String text) {
        return ((Entry.OfProjection)
                        entries.find(
                                new Key(ExpressionKind.PROJECTION, text),
                                key -> new Entry.OfProjection(ProjectionParser.parse(key.text()))))
                .parsed();
    }

    ParsedExpression<List<UpdateAction>> update(String text) {
        return ((Entry.OfUpdate)
                        entries.find(
                                new Key(ExpressionKind.UPDATE, text),
                                key -> new Entry.OfUpdate(UpdateParser.parse(key.text()))))
                .parsed();
    }

    private record Key(ExpressionKind kind, String text) {}

    private sealed interface Entry {
        record OfCondition(ParsedExpression<ConditionNode> parsed) implements Entry {}

        record OfProjection(ParsedExpression<List<DocumentPath>> parsed) implements Entry {}

        record OfUpdate(ParsedExpression<List<UpdateAction>> parsed) implements Entry {}
    }
}
