package stator.expression;

import java.util.ArrayList;
import java.util.List;

/** Parses projections: paths with commas between them. */
final class ProjectionParser {
    private ProjectionParser() {}

    static ParsedExpression<List<DocumentPath>> parse(String text) {
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
