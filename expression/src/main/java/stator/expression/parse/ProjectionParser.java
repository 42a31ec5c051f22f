package stator.expression.parse;

import java.util.ArrayList;
import java.util.List;
import stator.expression.tree.DocumentPath;
import stator.expression.tree.ExpressionKind;
import stator.expression.tree.ParsedExpression;
import stator.expression.tree.Tokens;

/** Parses projections: paths with commas between them. */
public final class ProjectionParser {
    private ProjectionParser() {}

    public static ParsedExpression<List<DocumentPath>> parse(String text) {
        TokenReader reader = new TokenReader(ExpressionKind.PROJECTION, text);
        List<DocumentPath> paths = new ArrayList<>();
        do {
            paths.add(reader.path());
        } while (reader.take(Tokens.Kind.COMMA));
        ParsedExpression<List<DocumentPath>> parsed = reader.parsed(List.copyOf(paths));
        paths.forEach(path -> StaticCheck.path(ExpressionKind.PROJECTION, path));
        return parsed;
    }
}
