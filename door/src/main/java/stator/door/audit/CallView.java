package stator.door.audit;

import java.util.List;
import java.util.Map;

/**
 * What of a service's requests stands in the audit log. It is asked on the log's own thread, after
 * the answer. Thread-safe.
 */
@FunctionalInterface
public interface CallView {
    /**
     * What one call asked for.
     *
     * @param parameters in the words of CloudTrail, by their names: texts, numbers, truth values,
     *     lists and maps of them; never what an item or an object contains, and never a secret
     * @param readOnly whether it changes nothing
     * @param isData whether it is about items or objects, rather than about tables, buckets, users
     * @param resources the ARNs of what it is about; none if it is about none in particular
     * @param type of the resources, as CloudTrail names it
     */
    record Seen(
            Map<String, Object> parameters,
            boolean readOnly,
            boolean isData,
            List<String> resources,
            String type) {
        public Seen {
            resources = List.copyOf(resources);
        }
    }

    /** What a call asked for; whatever it throws, the call is recorded without its parameters. */
    Seen of(AuditedCall call);
}
