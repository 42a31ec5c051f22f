package stator.identity.policy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What policies say to one action of one caller on one resource, whatever else the request says.
 * Immutable, so that it can be kept: only the statements that are about the action and the resource
 * are left in it, and where none of them has conditions, so is the decision.
 */
public final class Ruling {
    /** A statement that is about the action and the resource. */
    private record Candidate(
            PolicySource source, Statement statement, Principals.Closeness closeness) {}

    private final AccessRequest asked;
    private final Map<PolicyType, List<Candidate>> candidates = new EnumMap<>(PolicyType.class);
    private final boolean isBounded;
    private final boolean isSession;

    /** Null if the decision depends on more. */
    private final Decision fixed;

    Ruling(PolicySet policies, AccessRequest asked) {
        this.asked = asked;
        isBounded = !policies.boundary().isEmpty();
        isSession = !policies.session().isEmpty();
        boolean depends = false;
        for (PolicyType type : PolicyType.values()) {
            List<Candidate> about = about(type, policies.of(type));
            depends |= about.stream().anyMatch(one -> one.statement.dependsOnValues());
            candidates.put(type, about);
        }
        fixed = depends ? null : decided(RequestValues.NONE);
    }

    private List<Candidate> about(PolicyType type, List<PolicySource> sources) {
        List<Candidate> about = new ArrayList<>();
        for (PolicySource source : sources) {
            for (Statement statement : source.policy().statements()) {
                Principals.Closeness closeness =
                        type == PolicyType.RESOURCE
                                ? closeness(statement)
                                : Principals.Closeness.SELF;
                if (closeness != Principals.Closeness.NONE && statement.mayMatch(asked)) {
                    about.add(new Candidate(source, statement, closeness));
                }
            }
        }
        return about;
    }

    /**
     * A denial with NotPrincipal "will always deny any IAM principal that has a permissions
     * boundary policy attached, regardless of the values specified" (IAM User Guide, permissions
     * boundaries).
     */
    private Principals.Closeness closeness(Statement statement) {
        if (isBounded && !statement.isAllow() && statement.isAboutOthers()) {
            return Principals.Closeness.SELF;
        }
        return statement
                .principals()
                .map(principals -> principals.closeness(asked.caller()))
                .orElse(Principals.Closeness.NONE);
    }

    /**
     * Decides, as AWS documents it: a denial anywhere wins; then what stands at the resource may
     * allow its own account's callers by itself, and whatever names the caller itself is not
     * limited by a boundary or a session's policy; everything else needs all that is there. Across
     * accounts both sides must allow.
     *
     * @param values what conditions can ask about the request
     */
    public Decision decide(RequestValues values) {
        return fixed != null ? fixed : decided(values);
    }

    /**
     * The statements that lead to a decision: those that deny, if it is denied by any, and those
     * that allow, if it is allowed.
     */
    public List<Decision.Deciding> deciding(Decision decision, RequestValues values) {
        List<Decision.Deciding> deciding = new ArrayList<>();
        if (decision.outcome() == Decision.Outcome.IMPLICIT_DENY) {
            return deciding;
        }
        for (PolicyType type : List.of(PolicyType.IDENTITY, PolicyType.RESOURCE)) {
            for (Candidate one : candidates.get(type)) {
                if (one.statement.isAllow() == decision.isAllowed()
                        && one.statement.matches(asked, values)) {
                    Decision.by(type, one.source, one.statement)
                            .deciding()
                            .ifPresent(deciding::add);
                }
            }
        }
        return deciding;
    }

    private Decision decided(RequestValues values) {
        Optional<Decision> denied = denial(values);
        if (denied.isPresent()) {
            return denied.get();
        }
        Principals.Closeness named = Principals.Closeness.NONE;
        Decision atResource = Decision.implicit(PolicyType.RESOURCE);
        for (Candidate one : candidates.get(PolicyType.RESOURCE)) {
            if (one.closeness.compareTo(named) > 0
                    && one.statement.isAllow()
                    && one.statement.matches(asked, values)) {
                named = one.closeness;
                atResource = Decision.by(PolicyType.RESOURCE, one.source, one.statement);
            }
        }
        if (asked.isAcrossAccounts()) {
            Decision atCaller = ofCaller(identityAllows(values), values);
            return atCaller.isAllowed() ? atResource : atCaller;
        }
        return switch (named) {
            case SELF -> atResource;
            case ORIGIN -> ofCaller(atResource, values);
            case ACCOUNT, NONE -> ofCaller(identityAllows(values), values);
        };
    }

    private Optional<Decision> denial(RequestValues values) {
        for (PolicyType type : PolicyType.values()) {
            for (Candidate one : candidates.get(type)) {
                if (!one.statement.isAllow() && one.statement.matches(asked, values)) {
                    return Optional.of(Decision.by(type, one.source, one.statement));
                }
            }
        }
        return Optional.empty();
    }

    /** What the account's root may without being told, and others by a policy of theirs. */
    private Decision identityAllows(RequestValues values) {
        return asked.caller().isRoot() ? Decision.ofRoot() : allows(PolicyType.IDENTITY, values);
    }

    /** What is left of an allowance within the boundary and the policy of the session. */
    private Decision ofCaller(Decision allowed, RequestValues values) {
        Decision left = allowed;
        if (left.isAllowed() && isBounded) {
            Decision within = allows(PolicyType.BOUNDARY, values);
            left = within.isAllowed() ? left : within;
        }
        if (left.isAllowed() && isSession) {
            Decision within = allows(PolicyType.SESSION, values);
            left = within.isAllowed() ? left : within;
        }
        return left;
    }

    private Decision allows(PolicyType type, RequestValues values) {
        for (Candidate one : candidates.get(type)) {
            if (one.statement.isAllow() && one.statement.matches(asked, values)) {
                return Decision.by(type, one.source, one.statement);
            }
        }
        return Decision.implicit(type);
    }
}
