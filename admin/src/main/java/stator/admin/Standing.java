package stator.admin;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import stator.door.metric.MetricsPage;

/** How a server stands: alone before its data, or with others. Thread-safe. */
public interface Standing {
    /** Why it cannot answer now; empty if it can. */
    Optional<String> unready();

    /** Who holds the data, and what this server is; values are texts, numbers and such maps. */
    Map<String, Object> description();

    /** Adds what is to be measured of it. */
    void writeMetrics(MetricsPage page);

    /**
     * That of a server that has its data for itself.
     *
     * @param refusal why nothing can be written; empty if it can
     */
    static Standing alone(Supplier<String> refusal) {
        return new Standing() {
            @Override
            public Optional<String> unready() {
                return Optional.of(refusal.get()).filter(reason -> !reason.isEmpty());
            }

            @Override
            public Map<String, Object> description() {
                return Members.of("role", "alone");
            }

            @Override
            public void writeMetrics(MetricsPage page) {
                // There is nobody else.
            }
        };
    }
}
