package stator.door;

import java.util.List;
import stator.identity.policy.PolicySource;
import stator.identity.policy.RequestValues;

/**
 * What a request would do, in the words of policies.
 *
 * @param action such as {@code dynamodb:GetItem}
 * @param resources their ARNs; {@code *} alone if it is about none in particular
 * @param values what conditions can ask about it beside what they can ask about every request
 * @param policies that stand at the resources
 */
public record Access(
        String action, List<String> resources, RequestValues values, List<PolicySource> policies) {
    public Access {
        resources = List.copyOf(resources);
        policies = List.copyOf(policies);
        if (resources.isEmpty()) {
            throw new IllegalArgumentException("no resource of " + action);
        }
    }

    /** An access to resources without policies of their own, with nothing for conditions. */
    public Access(String action, List<String> resources) {
        this(action, resources, RequestValues.NONE, List.of());
    }
}
