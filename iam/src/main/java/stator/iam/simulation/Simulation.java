package stator.iam.simulation;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import stator.identity.policy.AccessRequest;
import stator.identity.policy.Caller;
import stator.identity.policy.Decision;
import stator.identity.policy.PolicySet;
import stator.identity.policy.PolicySource;
import stator.identity.policy.RequestValues;
import stator.identity.policy.Ruling;

/**
 * Actions on resources that nobody has asked for yet.
 *
 * @param caller who would ask
 * @param owner the account whose the resources are
 * @param values what conditions can ask about
 */
record Simulation(
        Caller caller,
        String owner,
        PolicySet policies,
        List<String> actions,
        List<String> resources,
        Map<String, List<String>> values) {
    /** What the policies say to an action on a resource. */
    record Result(
            String action,
            String resource,
            Decision.Outcome outcome,
            List<Decision.Deciding> statements,
            Set<String> missing,
            boolean withinBoundary) {}

    /** What they say to an action on each of the resources. */
    List<Result> results(String action) {
        return resources.stream().map(resource -> result(action, resource)).toList();
    }

    private Result result(String action, String resource) {
        RequestValues given = RequestValues.of(values);
        AccessRequest asked = new AccessRequest(caller, action, resource, owner, given);
        Ruling ruling = policies.about(asked);
        Decision decision = ruling.decide(given);
        return new Result(
                action,
                resource,
                decision.outcome(),
                ruling.deciding(decision, given),
                missing(),
                isWithinBoundary(asked));
    }

    private boolean isWithinBoundary(AccessRequest asked) {
        return PolicySet.of(policies.boundary()).decide(asked).isAllowed();
    }

    /** What the policies ask about and nobody has said. */
    private Set<String> missing() {
        Set<String> given = new LinkedHashSet<>();
        values.keySet().forEach(key -> given.add(key.toLowerCase(Locale.ROOT)));
        Set<String> missing = new LinkedHashSet<>();
        Stream.of(policies.identity(), policies.resource(), policies.boundary())
                .flatMap(List::stream)
                .map(PolicySource::policy)
                .flatMap(policy -> policy.keys().stream())
                .filter(key -> !given.contains(key.toLowerCase(Locale.ROOT)))
                .forEach(missing::add);
        return missing;
    }

    /** All of several results as one: the worst of them, and the statements that led there. */
    static Result whole(List<Result> results) {
        Result worst = results.getFirst();
        List<Decision.Deciding> statements = new ArrayList<>();
        for (Result result : results) {
            if (isWorse(result.outcome, worst.outcome)) {
                worst = result;
            }
        }
        for (Result result : results) {
            if (result.outcome == worst.outcome) {
                result.statements.stream()
                        .filter(statement -> !statements.contains(statement))
                        .forEach(statements::add);
            }
        }
        boolean isOne = results.size() == 1;
        boolean isEverything = isOne && worst.resource.equals("*");
        return new Result(
                worst.action,
                isOne ? worst.resource : "*",
                worst.outcome,
                statements,
                isEverything ? worst.missing : Set.of(),
                results.stream().allMatch(Result::withinBoundary));
    }

    private static boolean isWorse(Decision.Outcome one, Decision.Outcome other) {
        return one.compareTo(other) > 0;
    }

    /** What sort of policy a statement is of, in the simulator's words. */
    String typeOf(Decision.Deciding statement) {
        return policies.resource().contains(statement.source()) ? "Resource Policy" : "IAM Policy";
    }
}
