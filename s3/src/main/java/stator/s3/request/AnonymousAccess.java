package stator.s3.request;

import java.util.List;
import stator.door.Access;
import stator.identity.policy.AccessRequest;
import stator.identity.policy.Caller;
import stator.identity.policy.PolicySet;

/** What callers may do who do not say who they are: what a bucket's policy lets everybody do. */
public final class AnonymousAccess {
    /** Nobody in particular, and of no account; so it is nobody of another account, either. */
    private static final Caller NOBODY = new Caller("", "", "");

    private AnonymousAccess() {}

    public static boolean isAllowed(List<Access> accesses) {
        return !accesses.isEmpty() && accesses.stream().allMatch(AnonymousAccess::isAllowed);
    }

    private static boolean isAllowed(Access access) {
        PolicySet policies = new PolicySet(List.of(), access.policies(), List.of(), List.of());
        return access.resources().stream()
                .allMatch(resource ->
                        policies.decide(
                                        new AccessRequest(
                                                NOBODY,
                                                access.action(),
                                                resource,
                                                NOBODY.account(),
                                                access.values()))
                                .isAllowed());
    }
}
