package stator.iam.sts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import stator.iam.directory.Account;
import stator.iam.entity.Tag;
import stator.iam.query.Parameters;
import stator.iam.query.QueryCall;
import stator.iam.session.Sessions;
import stator.identity.policy.MalformedPolicyException;
import stator.identity.policy.Policy;

/**
 * What a caller gives to a session: policies that limit it, and tags.
 *
 * @param policies texts
 * @param policyArns of managed policies
 * @param transitive the keys of tags that go on to the next session
 * @param packedPercent how much of the room in a token they take; 0 if there are none
 */
record SessionLimits(
        List<String> policies,
        List<String> policyArns,
        List<Tag> tags,
        List<String> transitive,
        int packedPercent) {
    private static final int POLICY_ARNS_MAX = 10;
    private static final int TEXT_MAX = 2048;
    private static final int PACKED_BYTES_MAX = 2048;

    /**
     * Reads them.
     *
     * @param account whose managed policies {@code PolicyArns} may name
     */
    static SessionLimits read(QueryCall call, Account account) {
        List<String> policies = call.text("Policy").stream().toList();
        policies.forEach(SessionLimits::requirePolicy);
        List<String> arns =
                call.parameters().structures("PolicyArns").stream()
                        .flatMap(one -> one.text("arn").stream())
                        .toList();
        for (String arn : arns) {
            requireManaged(arn, account);
        }
        if (arns.size() > POLICY_ARNS_MAX) {
            throw StsErrors.validation(
                    "The number of policy ARNs exceeds the maximum of " + POLICY_ARNS_MAX + ".");
        }
        List<Tag> tags = tags(call);
        List<String> transitive = transitive(call, tags);
        int percent = percent(policies, arns, tags);
        if (percent > 100 || policies.stream().anyMatch(text -> text.length() > TEXT_MAX)) {
            throw StsErrors.packedPolicyTooLarge(Math.max(percent, 101));
        }
        return new SessionLimits(policies, arns, tags, transitive, percent);
    }

    private static void requirePolicy(String text) {
        try {
            Policy.parse(text, Policy.Kind.IDENTITY);
        } catch (MalformedPolicyException e) {
            throw StsErrors.malformedPolicy(e.getMessage());
        }
    }

    private static void requireManaged(String arn, Account account) {
        if (account.policy(arn).isEmpty()) {
            throw StsErrors.validation("The policy ARN " + arn + " is not valid.");
        }
    }

    private static List<Tag> tags(QueryCall call) {
        List<Tag> tags = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Parameters tag : call.parameters().structures("Tags")) {
            if (!keys.add(tag.required("Key").toLowerCase(Locale.ROOT))) {
                throw StsErrors.invalidParameter(
                        "Duplicate tag keys found. Please note that Tag keys are case"
                                + " insensitive.");
            }
            tags.add(new Tag(tag.required("Key"), tag.required("Value")));
        }
        return tags;
    }

    private static List<String> transitive(QueryCall call, List<Tag> tags) {
        List<String> keys = call.texts("TransitiveTagKeys");
        for (String key : keys) {
            if (tags.stream().noneMatch(tag -> tag.key().equalsIgnoreCase(key))) {
                throw StsErrors.invalidParameter(
                        "The specified transitive tag key must be included in the requested"
                                + " tags.");
            }
        }
        return keys;
    }

    /** AWS packs them into a form of its own; ours needs other, but similar, room. */
    private static int percent(List<String> policies, List<String> arns, List<Tag> tags) {
        if (policies.isEmpty() && arns.isEmpty() && tags.isEmpty()) {
            return 0;
        }
        StringBuilder all = new StringBuilder();
        policies.forEach(all::append);
        arns.forEach(all::append);
        tags.forEach(tag -> all.append(tag.key()).append('=').append(tag.value()).append(';'));
        return Math.max(1, Sessions.packedSize(all.toString()) * 100 / PACKED_BYTES_MAX);
    }

    /** These and the tags that a session hands on to the next one. */
    SessionLimits after(List<Tag> inherited, List<String> inheritedKeys) {
        for (Tag tag : tags) {
            if (inheritedKeys.stream().anyMatch(tag.key()::equalsIgnoreCase)) {
                throw StsErrors.invalidParameter(
                        "One of the specified transitive tag keys can't be set because it"
                                + " conflicts with a transitive tag key from the calling session.");
            }
        }
        List<Tag> all = new ArrayList<>(inherited);
        all.addAll(tags);
        List<String> keys = new ArrayList<>(inheritedKeys);
        keys.addAll(transitive);
        return new SessionLimits(policies, policyArns, all, keys, packedPercent);
    }
}
