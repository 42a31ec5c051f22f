package stator.identity.account;

import java.util.List;
import java.util.Map;
import stator.identity.Principal;
import stator.identity.policy.Caller;
import stator.identity.policy.PolicySet;
import stator.identity.policy.PolicySource;

/**
 * All policies that come with a caller, and what conditions can ask about it.
 *
 * @param identity of the user and its groups, or of the role
 * @param boundary the permissions boundary; none if there is none
 * @param session of the session; none if it has none of its own
 * @param values the keys of conditions that are about the caller, such as {@code aws:username},
 *     {@code aws:userid} and {@code aws:PrincipalTag/team}; those that follow from {@code caller}
 *     alone ({@code aws:PrincipalArn}, {@code aws:PrincipalAccount}) need not be there
 */
public record CallerPolicies(
        Caller caller,
        List<PolicySource> identity,
        List<PolicySource> boundary,
        List<PolicySource> session,
        Map<String, List<String>> values) {
    public CallerPolicies {
        identity = List.copyOf(identity);
        boundary = List.copyOf(boundary);
        session = List.copyOf(session);
        values = Map.copyOf(values);
    }

    /** Those of a caller who has none, and so may nothing that no resource allows. */
    public static CallerPolicies none(Principal principal) {
        Caller caller = new Caller(principal.account(), principal.arn(), "");
        return new CallerPolicies(caller, List.of(), List.of(), List.of(), Map.of());
    }

    /** These together with the policies of a resource. */
    public PolicySet with(List<PolicySource> resource) {
        return new PolicySet(identity, resource, boundary, session);
    }
}
