package stator.lambda.trigger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import stator.lambda.neighbour.ChangeStreams.Change;
import stator.protocol.JsonTree;

/** Which changes a mapping wants: those that match any of its patterns, or all. */
public final class Filters {
    private final List<FilterPattern> patterns;

    private Filters(List<FilterPattern> patterns) {
        this.patterns = patterns;
    }

    /** Reads patterns; empty if one of them is none. */
    public static Optional<Filters> parse(List<String> texts) {
        List<Optional<FilterPattern>> parsed = texts.stream().map(FilterPattern::parse).toList();
        return parsed.stream().allMatch(Optional::isPresent)
                ? Optional.of(new Filters(parsed.stream().map(Optional::orElseThrow).toList()))
                : Optional.empty();
    }

    boolean want(Change change) {
        if (patterns.isEmpty()) {
            return true;
        }
        Object event =
                JsonTree.parse(new String(change.json(), StandardCharsets.UTF_8)).orElseThrow();
        return patterns.stream().anyMatch(pattern -> pattern.matches(event));
    }
}
