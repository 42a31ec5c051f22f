package stator.identity.policy;

import java.util.List;

/**
 * All policies that have a say in a request.
 *
 * @param identity of the user and its groups, or of the role; each allows
 * @param resource of the resource
 * @param boundary limits what {@code identity} allows; empty if there is none
 * @param session limits a session; none if it has none of its own
 */
public record PolicySet(
        List<PolicySource> identity,
        List<PolicySource> resource,
        List<PolicySource> boundary,
        List<PolicySource> session) {
    public PolicySet {
        identity = List.copyOf(identity);
        resource = List.copyOf(resource);
        boundary = List.copyOf(boundary);
        session = List.copyOf(session);
    }

    /** Policies of a user or a role, and none else. */
    public static PolicySet of(List<PolicySource> identity) {
        return new PolicySet(identity, List.of(), List.of(), List.of());
    }

    /** What they say to an action on a resource, whatever else the request says. */
    public Ruling about(AccessRequest asked) {
        return new Ruling(this, asked);
    }

    /** Decides on a request; see {@link Ruling#decide}. */
    public Decision decide(AccessRequest request) {
        return about(request).decide(request.values());
    }

    List<PolicySource> of(PolicyType type) {
        return switch (type) {
            case IDENTITY -> identity;
            case RESOURCE -> resource;
            case BOUNDARY -> boundary;
            case SESSION -> session;
        };
    }
}
