package stator.door;

import java.util.List;

/**
 * What a request would do, in the words of policies.
 *
 * @param action such as {@code dynamodb:GetItem}
 * @param resources their ARNs; {@code *} alone if it is about none in particular
 */
public record Access(String action, List<String> resources) {
    public Access {
        resources = List.copyOf(resources);
        if (resources.isEmpty()) {
            throw new IllegalArgumentException("no resource of " + action);
        }
    }
}
