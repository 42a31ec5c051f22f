package stator.identity.policy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads policies, and says in AWS's words what is wrong with those that are none. */
final class PolicyReader {
    /** No policy of AWS's model is longer; limits of each kind are its keeper's. */
    static final int LENGTH_MAX = 131_072;

    private static final String SYNTAX = "Syntax errors in policy.";
    private static final String VERSION_OLD = "2008-10-17";
    private static final String VERSION_NEW = "2012-10-17";
    private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_MEMBERS =
            Set.of(
                    "Sid",
                    "Effect",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Principal",
                    "NotPrincipal",
                    "Condition");

    /** What the policy of a role can be about. */
    private static final Pattern TRUST_ACTION =
            Pattern.compile(
                    "sts:(\\*|assumerole.*|tagsession|setsourceidentity|setcontext)",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^*?$},]+)");

    private static final Set<String> PRINCIPAL_KINDS =
            Set.of("AWS", "Service", "Federated", "CanonicalUser");

    private final Policy.Kind kind;
    private final Set<String> keys = new LinkedHashSet<>();
    private boolean variables;

    /** What is wrong besides the syntax; AWS looks in this order and tells the first. */
    private enum Wrong {
        VERSION,
        RESOURCE_FORM,
        IDS,
        NO_ACTION,
        NO_RESOURCE,
        ACTION_FORM,
        PRINCIPAL
    }

    private final Map<Wrong, String> wrong = new EnumMap<>(Wrong.class);

    PolicyReader(Policy.Kind kind) {
        this.kind = kind;
    }

    Policy read(String text) {
        if (text.length() > LENGTH_MAX) {
            throw malformed(SYNTAX);
        }
        Map<String, Object> members = PolicyText.read(text).members();
        requireKnown(members, MEMBERS);
        String version = text(members, "Version").orElse(VERSION_OLD);
        text(members, "Id");
        if (!version.equals(VERSION_OLD) && !version.equals(VERSION_NEW)) {
            throw malformed(SYNTAX);
        }
        if (kind == Policy.Kind.IDENTITY && !version.equals(VERSION_NEW)) {
            note(Wrong.VERSION, "Policy document must be version 2012-10-17 or greater.");
        }
        variables = version.equals(VERSION_NEW);
        List<Statement> statements = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (Object value : listed(members.get("Statement"))) {
            if (!(value instanceof PolicyText.Node node)) {
                throw malformed(SYNTAX);
            }
            Statement statement = statement(node);
            if (!statement.sid().isEmpty() && !ids.add(statement.sid())) {
                note(Wrong.IDS, "Statement IDs (SID) in a single policy must be unique.");
            }
            statements.add(statement);
        }
        if (statements.isEmpty()) {
            throw malformed(SYNTAX);
        }
        if (!wrong.isEmpty()) {
            throw malformed(wrong.values().iterator().next());
        }
        return new Policy(version, statements, keys);
    }

    private void note(Wrong what, String message) {
        wrong.putIfAbsent(what, message);
    }

    private Statement statement(PolicyText.Node node) {
        Map<String, Object> members = node.members();
        requireKnown(members, STATEMENT_MEMBERS);
        String effect = text(members, "Effect").orElse("");
        if (!effect.equals("Allow") && !effect.equals("Deny")) {
            throw malformed(SYNTAX);
        }
        return new Statement(
                text(members, "Sid").orElse(""),
                effect.equals("Allow"),
                actions(members),
                resources(members),
                principals(members),
                conditions(members.get("Condition")),
                node.start(),
                node.end());
    }

    private Statement.Actions actions(Map<String, Object> members) {
        boolean except = either(members, "Action", "NotAction");
        List<String> patterns = new ArrayList<>();
        for (String action : texts(members.get(except ? "NotAction" : "Action"))) {
            int colon = action.indexOf(':');
            if (!action.equals("*") && colon <= 0) {
                note(
                        Wrong.ACTION_FORM,
                        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2,"
                                + " etc.");
            }
            if (colon != action.lastIndexOf(':')) {
                note(Wrong.ACTION_FORM, "Actions/Condition can contain only one colon.");
            }
            String vendor = colon < 0 ? "" : action.substring(0, colon);
            if (vendor.chars().anyMatch(c -> !Character.isLetterOrDigit(c) && c != '-')) {
                note(Wrong.ACTION_FORM, "Vendor " + vendor + " is not valid");
            }
            if (kind == Policy.Kind.TRUST && !TRUST_ACTION.matcher(action).matches()) {
                note(
                        Wrong.ACTION_FORM,
                        "AssumeRole policy may only specify STS AssumeRole actions.");
            }
            patterns.add(
                    Template.of(action, true, false).resolve(RequestValues.NONE).orElseThrow());
        }
        if (patterns.isEmpty()) {
            note(Wrong.NO_ACTION, "Policy statement must contain actions.");
        }
        return new Statement.Actions(List.copyOf(patterns), except);
    }

    private Optional<Statement.Resources> resources(Map<String, Object> members) {
        boolean except = either(members, "Resource", "NotResource");
        List<String> arns = texts(members.get(except ? "NotResource" : "Resource"));
        if (kind == Policy.Kind.TRUST) {
            if (!arns.isEmpty() || except) {
                note(Wrong.RESOURCE_FORM, "Has prohibited field Resource");
            }
            return Optional.empty();
        }
        if (arns.isEmpty()) {
            note(Wrong.NO_RESOURCE, "Policy statement must contain resources.");
        }
        List<Template> patterns = new ArrayList<>();
        for (String arn : arns) {
            boolean fits =
                    arn.equals("*") || arn.startsWith("arn:") && arn.split(":", 6).length == 6;
            if (!fits) {
                note(Wrong.RESOURCE_FORM, "Resource " + arn + " must be in ARN format or \"*\".");
            }
            noteVariables(arn);
            patterns.add(Template.of(arn, true, variables));
        }
        return Optional.of(new Statement.Resources(List.copyOf(patterns), except));
    }

    private Optional<Principals> principals(Map<String, Object> members) {
        boolean except = either(members, "Principal", "NotPrincipal");
        Object value = members.get(except ? "NotPrincipal" : "Principal");
        if (kind == Policy.Kind.IDENTITY) {
            if (value != null) {
                note(Wrong.PRINCIPAL, "Policy document should not specify a principal.");
            }
            return Optional.empty();
        }
        if (value == null) {
            note(Wrong.PRINCIPAL, "Missing required field Principal");
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        if (value.equals("*")) {
            names.add("AWS:*");
        } else if (value instanceof PolicyText.Node node) {
            requireKnown(node.members(), PRINCIPAL_KINDS);
            node.members()
                    .forEach((of, list) -> texts(list).forEach(name -> names.add(of + ":" + name)));
        }
        if (names.isEmpty()) {
            note(Wrong.PRINCIPAL, "Invalid principal in policy");
        }
        return Optional.of(new Principals(names, except));
    }

    private List<Condition> conditions(Object value) {
        if (value == null) {
            return List.of();
        }
        List<Condition> conditions = new ArrayList<>();
        members(value)
                .forEach((operator, compared) ->
                        members(compared)
                                .forEach((key, values) -> {
                                    keys.add(key);
                                    texts(values).forEach(this::noteVariables);
                                    conditions.add(
                                            Condition.of(operator, key, texts(values), variables));
                                }));
        return conditions;
    }

    private void noteVariables(String text) {
        if (variables && text.contains("${")) {
            VARIABLE.matcher(text).results().forEach(found -> keys.add(found.group(1).strip()));
        }
    }

    private static Map<String, Object> members(Object value) {
        if (value instanceof PolicyText.Node node) {
            return node.members();
        }
        throw malformed(SYNTAX);
    }

    /** Whether the second of two members is there; both must not be. */
    private static boolean either(Map<String, Object> members, String one, String other) {
        if (members.containsKey(one) && members.containsKey(other)) {
            throw malformed(SYNTAX);
        }
        return members.containsKey(other);
    }

    private static Optional<String> text(Map<String, Object> members, String name) {
        Object value = members.get(name);
        if (value != null && !(value instanceof String)) {
            throw malformed(SYNTAX);
        }
        return Optional.ofNullable((String) value);
    }

    private static List<?> listed(Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list ? list : List.of(value);
    }

    /** One text or several; numbers and truth values are texts, too. */
    private static List<String> texts(Object value) {
        List<String> texts = new ArrayList<>();
        for (Object one : listed(value)) {
            texts.add(
                    switch (one) {
                        case String text -> text;
                        case BigDecimal number -> number.toString();
                        case Boolean truth -> truth.toString();
                        default -> throw malformed(SYNTAX);
                    });
        }
        return texts;
    }

    private static void requireKnown(Map<String, Object> members, Set<String> known) {
        if (!known.containsAll(members.keySet())) {
            throw malformed(SYNTAX);
        }
    }

    private static MalformedPolicyException malformed(String message) {
        return new MalformedPolicyException(message);
    }
}
