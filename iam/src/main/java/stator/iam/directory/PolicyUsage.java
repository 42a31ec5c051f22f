package stator.iam.directory;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import stator.iam.entity.Identity;

/** How often each managed policy is used, counted once for all. */
public final class PolicyUsage {
    private final Map<String, Integer> attachments = new HashMap<>();
    private final Map<String, Integer> boundaries = new HashMap<>();

    private PolicyUsage() {}

    static PolicyUsage of(Stream<Identity> identities) {
        PolicyUsage usage = new PolicyUsage();
        identities.forEach(identity -> {
            identity.holding()
                    .attached()
                    .forEach(arn -> usage.attachments.merge(arn, 1, Integer::sum));
            usage.boundaries.merge(identity.holding().boundary(), 1, Integer::sum);
        });
        return usage;
    }

    /** To how many a managed policy is attached. */
    public int attachments(String arn) {
        return attachments.getOrDefault(arn, 0);
    }

    /** Of how many a managed policy is the boundary. */
    public int boundaries(String arn) {
        return boundaries.getOrDefault(arn, 0);
    }

    /** Whether anybody has it. */
    public boolean uses(String arn) {
        return attachments(arn) + boundaries(arn) > 0;
    }
}
