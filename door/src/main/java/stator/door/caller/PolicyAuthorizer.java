package stator.door.caller;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import stator.door.Access;
import stator.door.Authorizer;
import stator.door.Request;
import stator.identity.Principal;
import stator.identity.account.CallerPolicies;
import stator.identity.account.Identities;
import stator.identity.policy.AccessRequest;
import stator.identity.policy.Decision;
import stator.identity.policy.PolicySource;
import stator.identity.policy.RequestValues;
import stator.identity.policy.Ruling;

/**
 * Asks the policies of the caller and of the resources. Thread-safe.
 *
 * <p>What they say to a caller, an action and a resource is kept until an identity changes, so that
 * a request costs one look into a table unless its conditions have to be asked.
 */
public final class PolicyAuthorizer implements Authorizer {
    /** How many rulings are kept; when there are more, all are forgotten. */
    private static final int RULINGS_MAX = 100_000;

    private static final int ARN_PARTS = 6;
    private static final int ARN_ACCOUNT = 4;

    /** The policies are compared as objects: the same ones are the same policies. */
    private record Asked(
            String accessKey, String action, String resource, List<PolicySource> policies) {}

    private record Known(CallerPolicies caller, AccessRequest asked, Ruling ruling) {}

    /** Rulings of one version of the identities. */
    private record Rulings(long version, ConcurrentMap<Asked, Known> known) {
        Rulings(long version) {
            this(version, new ConcurrentHashMap<>());
        }
    }

    private final Identities identities;
    private final boolean refuses;
    private final DenialLog denials;
    private final Clock clock;

    private volatile Rulings rulings = new Rulings(-1);

    /**
     * @param refuses whether what is denied is refused; else it is only told
     */
    public PolicyAuthorizer(
            Identities identities, boolean refuses, DenialLog denials, Clock clock) {
        this.identities = identities;
        this.refuses = refuses;
        this.denials = denials;
        this.clock = clock;
    }

    @Override
    public Verdict judge(Request request, Principal principal, List<Access> accesses) {
        if (principal.accessKey().isEmpty()) {
            // Let in by a signature that nobody verified: the warning has been given.
            return Verdict.ALLOWED;
        }
        for (Access access : accesses) {
            for (String resource : access.resources()) {
                Optional<String> denial = denial(request, principal, access, resource);
                if (denial.isPresent()) {
                    return denied(principal, access.action(), denial.get());
                }
            }
        }
        return Verdict.ALLOWED;
    }

    private Verdict denied(Principal principal, String action, String message) {
        int colon = action.indexOf(':');
        String service = colon < 0 ? action : action.substring(0, colon);
        denials.note("policy", service, principal.arn(), action, message, refuses);
        return refuses ? Verdict.denied(message) : Verdict.warned(message);
    }

    private Optional<String> denial(
            Request request, Principal principal, Access access, String resource) {
        Known known = known(principal, access, resource);
        Decision decision =
                known.ruling.decide(
                        new ContextValues(
                                access.values(), known.caller, principal, request, clock));
        return decision.isAllowed() ? Optional.empty() : Optional.of(decision.message(known.asked));
    }

    private Known known(Principal principal, Access access, String resource) {
        long version = identities.version();
        Rulings current = rulings;
        if (current.version != version || current.known.size() >= RULINGS_MAX) {
            current = new Rulings(version);
            rulings = current;
        }
        Asked asked =
                new Asked(principal.accessKey(), access.action(), resource, access.policies());
        Known known = current.known.get(asked);
        if (known == null) {
            known = ruling(principal, access, resource);
            current.known.put(asked, known);
        }
        return known;
    }

    private Known ruling(Principal principal, Access access, String resource) {
        CallerPolicies caller =
                identities
                        .policies(principal.accessKey())
                        .orElseGet(() -> CallerPolicies.none(principal));
        AccessRequest asked =
                new AccessRequest(
                        caller.caller(),
                        access.action(),
                        resource,
                        owner(resource, principal.account()),
                        RequestValues.NONE);
        return new Known(caller, asked, caller.with(access.policies()).about(asked));
    }

    /** The account in an ARN; the caller's for a resource that names none. */
    private static String owner(String resource, String account) {
        String[] parts = resource.split(":", ARN_PARTS);
        return parts.length == ARN_PARTS && !parts[ARN_ACCOUNT].isEmpty()
                ? parts[ARN_ACCOUNT]
                : account;
    }
}
