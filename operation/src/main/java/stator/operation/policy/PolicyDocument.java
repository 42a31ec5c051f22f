package stator.operation.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import stator.model.ApiException;
import stator.operation.request.PolicyActions;
import stator.operation.request.PolicyTarget;
import stator.operation.request.TableErrors;
import stator.protocol.JsonTree;

/**
 * A resource-based policy in the form in which AWS keeps it: without spaces, members in a fixed
 * order, lists of one as the one, accounts as the ARN of their root. Two texts of the same form are
 * the same policy.
 *
 * <p>The rules and their words are those that AWS was seen to apply. Whether the principals exist
 * is not asked: there are no identities to ask.
 *
 * @param version as given; empty if there is none, which is not the same as giving the default
 */
public record PolicyDocument(String version, String id, List<PolicyStatement> statements) {
    static final int SIZE_BYTES_MAX = 20_480;

    /** What a policy without a version has when it is read. */
    private static final String VERSION_DEFAULT = "2008-10-17";

    private static final Set<String> VERSIONS = Set.of(VERSION_DEFAULT, "2012-10-17");
    private static final Set<String> MEMBERS = Set.of("Version", "Id", "Statement");

    public PolicyDocument {
        statements = List.copyOf(statements);
    }

    /**
     * Reads the policy of a request.
     *
     * @param partition of the ARNs that stand for accounts
     * @param known the actions that it may name
     */
    public static PolicyDocument parse(
            String text, PolicyTarget target, String partition, PolicyActions known) {
        if (text.getBytes(StandardCharsets.UTF_8).length > SIZE_BYTES_MAX) {
            throw TableErrors.invalid(
                    "Maximum policy size of " + SIZE_BYTES_MAX + " bytes exceeded");
        }
        if (!(JsonTree.parse(text).orElse("") instanceof Map<?, ?> policy)) {
            throw invalid("This policy contains invalid Json");
        }
        requireKnown(policy, MEMBERS);
        String version = text(policy, "Version");
        if (!version.isEmpty() && !VERSIONS.contains(version)) {
            throw invalid("The policy must contain a valid version string");
        }
        List<PolicyStatement> statements = new ArrayList<>();
        for (Object statement : listed(policy.get("Statement"))) {
            statements.add(PolicyStatement.read(statement, target, partition, known));
        }
        if (statements.isEmpty()) {
            throw invalid("Could not parse the policy: Statement is empty!");
        }
        requireDifferentIds(statements);
        PolicyDocument document = new PolicyDocument(version, text(policy, "Id"), statements);
        document.requireBounded();
        return document;
    }

    static ApiException invalid(String detail) {
        return TableErrors.invalid("Invalid policy document: " + detail);
    }

    /** Members of another name are mistakes of spelling, which must not be taken for consent. */
    static void requireKnown(Map<?, ?> object, Set<String> members) {
        for (Object name : object.keySet()) {
            if (!members.contains(name)) {
                throw invalid("Unknown field " + name);
            }
        }
    }

    static String text(Map<?, ?> object, String member) {
        Object value = object.get(member);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw invalid("The field " + member + " must be a string");
    }

    /** A value that may stand alone or in a list, as a list; empty if it is not there. */
    static List<?> listed(Object value) {
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list ? list : List.of(value);
    }

    private static void requireDifferentIds(List<PolicyStatement> statements) {
        Set<String> ids = new HashSet<>();
        for (PolicyStatement statement : statements) {
            if (!statement.sid().isEmpty() && !ids.add(statement.sid())) {
                throw invalid("The Statement Ids in the policy are not unique");
            }
        }
    }

    private void requireBounded() {
        if (statements.stream().anyMatch(PolicyStatement::allowsEverybody)) {
            throw ApiException.validation(
                    "Resource-based policy grants unbounded access in one or more elements. Please"
                            + " revise the policy to ensure least-privilege form of access");
        }
    }

    /** Whether the owner of an account could not change the policy again. */
    boolean locksOut(String account) {
        return statements.stream().anyMatch(s -> s.denies("dynamodb:PutResourcePolicy", account));
    }

    /** The text that is kept, and that tells equal policies. */
    public String text() {
        Map<String, Object> members = new LinkedHashMap<>();
        if (!version.isEmpty()) {
            members.put("Version", version);
        }
        if (!id.isEmpty()) {
            members.put("Id", id);
        }
        members.put("Statement", statements.stream().map(PolicyStatement::members).toList());
        return JsonTree.write(members);
    }

    /** The kept text as it is shown: with a version. */
    static String shown(String kept) {
        return kept.startsWith("{\"Version\":")
                ? kept
                : "{\"Version\":\"" + VERSION_DEFAULT + "\"," + kept.substring(1);
    }
}
