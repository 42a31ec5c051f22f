package stator.identity.policy;

import java.util.List;
import java.util.Optional;

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

    /**
     * Decides, as AWS documents it: a denial anywhere wins; then what stands at the resource may
     * allow its own account's callers by itself, and whatever names the caller itself is not
     * limited by a boundary or a session's policy; everything else needs all that is there. Across
     * accounts both sides must allow.
     */
    public Decision decide(AccessRequest request) {
        Optional<Decision> denied = denial(request);
        if (denied.isPresent()) {
            return denied.get();
        }
        Principals.Closeness named = Principals.Closeness.NONE;
        Decision atResource = Decision.implicit(PolicyType.RESOURCE);
        for (PolicySource source : resource) {
            for (Statement statement : source.policy().statements()) {
                Principals.Closeness closeness = closeness(statement, request);
                if (closeness.compareTo(named) > 0
                        && statement.isAllow()
                        && statement.matches(request)) {
                    named = closeness;
                    atResource = Decision.by(PolicyType.RESOURCE, source, statement);
                }
            }
        }
        if (request.isAcrossAccounts()) {
            Decision atCaller = ofCaller(request, identityAllows(request));
            return atCaller.isAllowed() ? atResource : atCaller;
        }
        return switch (named) {
            case SELF -> atResource;
            case ROLE -> ofCaller(request, atResource);
            case ACCOUNT, NONE -> ofCaller(request, identityAllows(request));
        };
    }

    private Optional<Decision> denial(AccessRequest request) {
        for (PolicyType type : PolicyType.values()) {
            for (PolicySource source : of(type)) {
                for (Statement statement : source.policy().statements()) {
                    boolean isAbout =
                            type != PolicyType.RESOURCE
                                    || closeness(statement, request) != Principals.Closeness.NONE;
                    if (!statement.isAllow() && isAbout && statement.matches(request)) {
                        return Optional.of(Decision.by(type, source, statement));
                    }
                }
            }
        }
        return Optional.empty();
    }

    private List<PolicySource> of(PolicyType type) {
        return switch (type) {
            case IDENTITY -> identity;
            case RESOURCE -> resource;
            case BOUNDARY -> boundary;
            case SESSION -> session;
        };
    }

    private static Principals.Closeness closeness(Statement statement, AccessRequest request) {
        return statement
                .principals()
                .map(principals -> principals.closeness(request.caller()))
                .orElse(Principals.Closeness.NONE);
    }

    /** What the account's root may without being told, and others by a policy of theirs. */
    private Decision identityAllows(AccessRequest request) {
        return request.caller().isRoot() ? Decision.ofRoot() : allows(PolicyType.IDENTITY, request);
    }

    /** What is left of an allowance within the boundary and the policy of the session. */
    private Decision ofCaller(AccessRequest request, Decision allowed) {
        if (!allowed.isAllowed()) {
            return allowed;
        }
        for (PolicyType limit : List.of(PolicyType.BOUNDARY, PolicyType.SESSION)) {
            if (!of(limit).isEmpty()) {
                Decision within = allows(limit, request);
                if (!within.isAllowed()) {
                    return within;
                }
            }
        }
        return allowed;
    }

    private Decision allows(PolicyType type, AccessRequest request) {
        for (PolicySource source : of(type)) {
            for (Statement statement : source.policy().statements()) {
                if (statement.isAllow() && statement.matches(request)) {
                    return Decision.by(type, source, statement);
                }
            }
        }
        return Decision.implicit(type);
    }
}
