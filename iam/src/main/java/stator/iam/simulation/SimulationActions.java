package stator.iam.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import stator.door.ServiceException;
import stator.iam.directory.Account;
import stator.iam.directory.Directory;
import stator.iam.entity.EntityType;
import stator.iam.entity.Identity;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.Parameters;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;
import stator.iam.session.KnownIdentities;
import stator.identity.policy.Caller;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;
import stator.identity.policy.PolicySet;
import stator.identity.policy.PolicySource;
import stator.identity.policy.Position;

/** What somebody could do, and what policies that nobody has yet would allow. */
public final class SimulationActions {
    private static final Pattern IDENTITY_ARN =
            Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):(user|group|role)/(?:.*/)?([^/]+)");
    private static final String EVERYTHING = "*";

    private final Directory directory;

    /**
     * @param directory of those who are there
     */
    public SimulationActions(Directory directory) {
        this.directory = directory;
    }

    /** The actions by their names. */
    public Map<String, Action> actions() {
        return Map.of(
                "SimulateCustomPolicy", this::custom,
                "SimulatePrincipalPolicy", this::principal,
                "GetContextKeysForCustomPolicy", this::customKeys,
                "GetContextKeysForPrincipalPolicy", this::principalKeys);
    }

    private void custom(QueryCall call, QueryXml result) {
        simulate(call, result, Optional.empty());
    }

    private void principal(QueryCall call, QueryXml result) {
        simulate(call, result, Optional.of(source(call)));
    }

    private Identity source(QueryCall call) {
        String arn = call.required("PolicySourceArn");
        Matcher parts = IDENTITY_ARN.matcher(arn);
        if (!parts.matches()) {
            throw new ServiceException(400, "InvalidInput", "Invalid Entity Arn: " + arn);
        }
        EntityType type =
                switch (parts.group(2)) {
                    case "user" -> EntityType.USER;
                    case "group" -> EntityType.GROUP;
                    default -> EntityType.ROLE;
                };
        Optional<Identity> found;
        synchronized (directory) {
            found =
                    directory
                            .account(call.account())
                            .identities(type)
                            .find(parts.group(3))
                            .map(Identity.class::cast);
        }
        return found.filter(identity -> identity.arn(call.account()).equals(arn))
                .orElseThrow(() ->
                        new ServiceException(
                                404,
                                "NoSuchEntity",
                                "The "
                                        + type.word()
                                        + " with name "
                                        + parts.group(3)
                                        + " cannot be found."));
    }

    private void simulate(QueryCall call, QueryXml result, Optional<Identity> source) {
        Simulation simulation;
        synchronized (directory) {
            simulation = simulation(call, directory.account(call.account()), source);
        }
        // Many actions on many resources take a while, in which others need the directory.
        List<Integer> all = IntStream.range(0, simulation.actions().size()).boxed().toList();
        Page.of(call, all, "%06d"::formatted)
                .write(
                        result,
                        "EvaluationResults",
                        i -> {
                            String action = simulation.actions().get(i);
                            write(result, simulation, simulation.results(action));
                        });
    }

    private static Simulation simulation(
            QueryCall call, Account account, Optional<Identity> source) {
        List<PolicySource> identity = new ArrayList<>();
        source.ifPresent(one -> identity.addAll(KnownIdentities.identityPolicies(account, one)));
        identity.addAll(policies(call, "PolicyInputList"));
        List<PolicySource> boundary = policies(call, "PermissionsBoundaryPolicyInputList");
        if (boundary.isEmpty() && source.isPresent()) {
            boundary = KnownIdentities.boundary(account, source.get());
        }
        List<PolicySource> resource =
                call
                        .text("ResourcePolicy")
                        .map(text ->
                                new PolicySource(
                                        "ResourcePolicy", "", parsed(text, Policy.Kind.RESOURCE)))
                        .stream()
                        .toList();
        List<String> resources = call.texts("ResourceArns");
        return new Simulation(
                caller(call, account, source),
                call.text("ResourceOwner").map(SimulationActions::owner).orElse(account.id()),
                new PolicySet(identity, resource, boundary, List.of()),
                call.texts("ActionNames"),
                resources.isEmpty() ? List.of(EVERYTHING) : resources,
                values(call, source));
    }

    private static Caller caller(QueryCall call, Account account, Optional<Identity> source) {
        Optional<String> said = call.text("CallerArn");
        String arn = said.or(() -> source.map(one -> one.arn(account.id()))).orElse("");
        boolean isRole =
                source.filter(one -> said.isEmpty() && one.type() == EntityType.ROLE).isPresent();
        return new Caller(account.id(), arn, isRole ? arn : "");
    }

    /** The account of an owner, which is said as {@code arn:aws:iam::account:root}. */
    private static String owner(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 ? parts[4] : arn;
    }

    private static Map<String, List<String>> values(QueryCall call, Optional<Identity> source) {
        Map<String, List<String>> values =
                new HashMap<>(source.map(KnownIdentities::values).orElse(Map.of()));
        for (Parameters entry : call.parameters().structures("ContextEntries")) {
            entry.text("ContextKeyName")
                    .ifPresent(name -> values.put(name, entry.texts("ContextKeyValues")));
        }
        return values;
    }

    private static List<PolicySource> policies(QueryCall call, String member) {
        List<PolicySource> policies = new ArrayList<>();
        for (String text : call.texts(member)) {
            String name = member + "." + (policies.size() + 1);
            policies.add(new PolicySource(name, "", parsed(text, Policy.Kind.IDENTITY)));
        }
        return policies;
    }

    private static Policy parsed(String text, Policy.Kind kind) {
        try {
            return Policy.parse(text, kind);
        } catch (MalformedPolicyException e) {
            throw new ServiceException(400, "InvalidInput", e.getMessage());
        }
    }

    // The answer.

    private static void write(
            QueryXml xml, Simulation simulation, List<Simulation.Result> results) {
        Simulation.Result whole = Simulation.whole(results);
        xml.text("EvalActionName", whole.action())
                .text("EvalResourceName", whole.resource())
                .text("EvalDecision", whole.outcome().toString());
        details(xml, simulation, whole);
        if (!simulation.resources().equals(List.of(EVERYTHING))) {
            xml.list(
                    "ResourceSpecificResults",
                    results,
                    one -> {
                        xml.text("EvalResourceName", one.resource())
                                .text("EvalResourceDecision", one.outcome().toString());
                        details(xml, simulation, one);
                    });
        }
    }

    private static void details(QueryXml xml, Simulation simulation, Simulation.Result result) {
        xml.list(
                "MatchedStatements",
                result.statements(),
                statement -> {
                    xml.text("SourcePolicyId", statement.source().name())
                            .text("SourcePolicyType", simulation.typeOf(statement));
                    position(xml, "StartPosition", statement.start());
                    position(xml, "EndPosition", statement.end());
                });
        xml.texts("MissingContextValues", List.copyOf(result.missing()));
        if (!simulation.policies().boundary().isEmpty()) {
            xml.element(
                    "PermissionsBoundaryDecisionDetail",
                    () -> xml.flag("AllowedByPermissionsBoundary", result.withinBoundary()));
        }
        xml.element("EvalDecisionDetails", () -> {});
    }

    private static void position(QueryXml xml, String name, Position position) {
        xml.element(
                name,
                () -> xml.number("Line", position.line()).number("Column", position.column()));
    }

    // What policies ask about.

    private void customKeys(QueryCall call, QueryXml result) {
        writeKeys(result, policies(call, "PolicyInputList"));
    }

    private void principalKeys(QueryCall call, QueryXml result) {
        List<PolicySource> policies = new ArrayList<>();
        Identity source = source(call);
        synchronized (directory) {
            Account account = directory.account(call.account());
            policies.addAll(KnownIdentities.identityPolicies(account, source));
        }
        policies.addAll(policies(call, "PolicyInputList"));
        writeKeys(result, policies);
    }

    private static void writeKeys(QueryXml result, List<PolicySource> policies) {
        Set<String> keys = new LinkedHashSet<>();
        policies.forEach(source -> keys.addAll(source.policy().keys()));
        result.texts("ContextKeyNames", List.copyOf(keys));
    }
}
