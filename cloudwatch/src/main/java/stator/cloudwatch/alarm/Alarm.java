package stator.cloudwatch.alarm;

import java.util.List;
import java.util.Map;

/**
 * An alarm and the state that it is in.
 *
 * @param id which one it is
 * @param rule what it looks at
 * @param more what answers say beside that, as the request had it
 * @param configuredMillis when it was put, since 1970
 */
public record Alarm(
        Id id,
        AlarmRule rule,
        Map<String, List<String>> more,
        Map<String, String> tags,
        long configuredMillis,
        AlarmState state) {
    /** The names of what {@link #more} may have. */
    public static final String DESCRIPTION = "AlarmDescription";

    public static final String ENABLED = "ActionsEnabled";

    /** Whose alarm, and its name. */
    public record Id(String account, String region, String name) {
        /** As others name it. */
        public String arn() {
            return "arn:aws:cloudwatch:" + region + ":" + account + ":alarm:" + name;
        }
    }

    public String name() {
        return id.name();
    }

    /** The same in another state. */
    public Alarm in(AlarmState other) {
        return new Alarm(id, rule, more, tags, configuredMillis, other);
    }

    /** The same with other things said beside it. */
    public Alarm with(Map<String, List<String>> otherMore, Map<String, String> otherTags) {
        return new Alarm(id, rule, otherMore, otherTags, configuredMillis, state);
    }
}
