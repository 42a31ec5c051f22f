package stator.operation.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stator.operation.request.PolicyActions;
import stator.operation.request.PolicyTarget;
import stator.operation.request.ResourceArn;

/**
 * One statement of a resource-based policy, its members as AWS keeps them: see {@link
 * PolicyDocument}.
 *
 * @param sid empty if it has none
 * @param members the names and values of the canonical form, in its order
 */
record PolicyStatement(String sid, Map<String, Object> members) {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern ROOT = Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):root");
    private static final String EVERYBODY = "*";
    private static final List<String> ORDER =
            List.of(
                    "Sid",
                    "Effect",
                    "Principal",
                    "NotPrincipal",
                    "Action",
                    "NotAction",
                    "Resource",
                    "NotResource",
                    "Condition");

    /** Part of an action's name, with the characters that stand for others. */
    private static final Pattern WILD_NAME = Pattern.compile("[a-z*?]*[*?][a-z*?]*");

    static PolicyStatement read(
            Object value, PolicyTarget target, String partition, PolicyActions known) {
        if (!(value instanceof Map<?, ?> given)) {
            throw PolicyDocument.invalid("Could not parse the policy: Statement is not an object");
        }
        PolicyDocument.requireKnown(given, Set.copyOf(ORDER));
        require(given, "Effect", "Effect");
        require(given, "Principal", "NotPrincipal");
        require(given, "Action", "NotAction");
        require(given, "Resource", "NotResource");
        Map<String, Object> members = new LinkedHashMap<>();
        for (String name : ORDER) {
            if (given.containsKey(name)) {
                members.put(name, canonical(name, given.get(name), target, partition, known));
            }
        }
        return new PolicyStatement(PolicyDocument.text(given, "Sid"), members);
    }

    private static void require(Map<?, ?> statement, String member, String or) {
        if (!statement.containsKey(member) && !statement.containsKey(or)) {
            throw PolicyDocument.invalid("Missing required field " + member);
        }
    }

    private static Object canonical(
            String name, Object value, PolicyTarget target, String partition, PolicyActions known) {
        return switch (name) {
            case "Effect" -> effect(value);
            case "Principal", "NotPrincipal" -> principal(value, partition);
            case "Action", "NotAction" -> actions(name, value, target, known);
            case "Resource", "NotResource" -> resources(name, value, target);
            case "Condition" -> conditions(value);
            default -> texts(name, value).getFirst();
        };
    }

    /** AWS takes it in any letters. */
    private static String effect(Object value) {
        return switch (String.valueOf(value).toLowerCase(Locale.ROOT)) {
            case "allow" -> "Allow";
            case "deny" -> "Deny";
            default -> throw PolicyDocument.invalid("Invalid effect: " + value);
        };
    }

    private static Object principal(Object value, String partition) {
        if (EVERYBODY.equals(value)) {
            return value;
        }
        if (!(value instanceof Map<?, ?> kinds) || kinds.isEmpty()) {
            throw PolicyDocument.invalid("Invalid principal");
        }
        Map<String, Object> canonical = new LinkedHashMap<>();
        kinds.forEach((kind, names) -> {
            Set<String> distinct = new LinkedHashSet<>();
            for (String name : texts("Principal", names)) {
                distinct.add(ACCOUNT.matcher(name).matches() ? root(partition, name) : name);
            }
            canonical.put((String) kind, alone(List.copyOf(distinct)));
        });
        return canonical;
    }

    private static String root(String partition, String account) {
        return "arn:" + partition + ":iam::" + account + ":root";
    }

    private static Object actions(
            String member, Object value, PolicyTarget target, PolicyActions known) {
        List<String> actions = texts(member, value);
        String wrong =
                actions.stream()
                        .filter(action -> !isAction(action.toLowerCase(Locale.ROOT), target, known))
                        .map(action -> '"' + action + '"')
                        .collect(Collectors.joining(", "));
        if (!wrong.isEmpty()) {
            throw PolicyDocument.invalid("The following action names are invalid: " + wrong);
        }
        return alone(actions);
    }

    private static boolean isAction(String action, PolicyTarget target, PolicyActions known) {
        if (action.equals(EVERYBODY)) {
            return true;
        }
        if (!action.startsWith("dynamodb:")) {
            return false;
        }
        String name = action.substring("dynamodb:".length());
        if (WILD_NAME.matcher(name).matches()) {
            return true;
        }
        return known.contains(target, name);
    }

    /** Another table may be named, and changes nothing; what is no table at all may not. */
    private static Object resources(String member, Object value, PolicyTarget target) {
        List<String> resources = texts(member, value);
        for (String resource : resources) {
            ResourceArn arn = ResourceArn.parse(resource).orElse(null);
            if (resource.contains(EVERYBODY)) {
                continue;
            }
            if (arn == null) {
                throw PolicyDocument.invalid(
                        "Resource " + resource + " must be in ARN format or \"*\"");
            }
            boolean isStream = arn.resource().contains("/stream/");
            if (!arn.isWithinTable() || isStream != (target == PolicyTarget.STREAM)) {
                throw PolicyDocument.invalid(
                        "The relative-id \""
                                + arn.resource()
                                + "\" is invalid for ARN \""
                                + resource
                                + '"');
            }
        }
        return alone(resources);
    }

    private static Object conditions(Object value) {
        if (!(value instanceof Map<?, ?> operators)
                || !operators.values().stream().allMatch(keys -> keys instanceof Map)) {
            throw PolicyDocument.invalid("Invalid condition");
        }
        return operators;
    }

    private static List<String> texts(String member, Object value) {
        List<String> texts = new ArrayList<>();
        for (Object text : PolicyDocument.listed(value)) {
            if (!(text instanceof String)) {
                throw PolicyDocument.invalid("The field " + member + " must be a string");
            }
            texts.add((String) text);
        }
        if (texts.isEmpty()) {
            throw PolicyDocument.invalid("Missing required field " + member);
        }
        return texts;
    }

    private static Object alone(List<String> texts) {
        return texts.size() == 1 ? texts.getFirst() : texts;
    }

    private boolean allows() {
        return members.get("Effect").equals("Allow");
    }

    /**
     * Whether it allows something to everybody: it names everybody, and no condition says with a
     * fixed value whom it means (developer guide, "Blocking public access with resource-based
     * policies").
     */
    boolean allowsEverybody() {
        return allows()
                && namesEverybody()
                && TrustedConditions.of(members.get("Condition")).isEmpty();
    }

    private boolean namesEverybody() {
        return principals().contains(EVERYBODY);
    }

    private List<?> principals() {
        Object principal = members.get("Principal");
        return principal instanceof Map<?, ?> kinds
                ? PolicyDocument.listed(kinds.get("AWS"))
                : PolicyDocument.listed(principal);
    }

    /** Whether it denies an action to an account, whatever the circumstances. */
    boolean denies(String action, String account) {
        return !allows()
                && !members.containsKey("Condition")
                && (namesEverybody() || principals().stream().anyMatch(p -> isRoot(p, account)))
                && PolicyDocument.listed(members.get("Action")).stream()
                        .anyMatch(pattern -> matches((String) pattern, action));
    }

    private static boolean isRoot(Object principal, String account) {
        var root = ROOT.matcher((String) principal);
        return root.matches() && root.group(1).equals(account);
    }

    private static boolean matches(String pattern, String action) {
        String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(expression, Pattern.CASE_INSENSITIVE).matcher(action).matches();
    }
}
