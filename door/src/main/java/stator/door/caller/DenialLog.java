package stator.door.caller;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import stator.door.metric.MetricsPage;

/**
 * What was refused, or would have been: counted, and told in the log once for each caller and
 * action, so that nobody can fill it. Thread-safe.
 */
public final class DenialLog {
    /** How many callers and actions are told apart. */
    static final int TOLD_MAX = 10_000;

    private static final Logger LOG = System.getLogger(DenialLog.class.getName());

    private final Map<String, LongAdder> byReason = new ConcurrentHashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /**
     * Notes a denial.
     *
     * @param reason why in one word, {@code signature} or {@code policy}
     * @param service whose request it was
     * @param caller its ARN or access key
     * @param action that it asked for
     * @param message what it was told
     * @param isRefused whether it was refused; else it was only warned
     */
    void note(
            String reason,
            String service,
            String caller,
            String action,
            String message,
            boolean isRefused) {
        byReason.computeIfAbsent(service + " " + reason, first -> new LongAdder()).increment();
        if (told.size() < TOLD_MAX && told.add(caller + " " + action)) {
            LOG.log(
                    isRefused ? Level.INFO : Level.WARNING,
                    "{0}: {1}",
                    isRefused ? "Refused" : "Would be refused with --auth enforce",
                    firstLine(message));
        }
    }

    /** Texts of clients get into the log as one line without control characters. */
    private static String firstLine(String message) {
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.chars().anyMatch(Character::isISOControl)
                ? line.replaceAll("\\p{Cntrl}", " ")
                : line;
    }

    /** Adds what was counted to a page of metrics. */
    public void write(MetricsPage page) {
        page.family(
                "stator_denials_total",
                "counter",
                "Requests that were refused because of who called, or would have been.");
        new TreeMap<>(byReason)
                .forEach((key, count) -> {
                    String[] words = key.split(" ");
                    page.sample(count.sum(), "service", words[0], "reason", words[1]);
                });
    }
}
