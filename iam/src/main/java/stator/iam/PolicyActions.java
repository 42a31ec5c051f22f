package stator.iam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import stator.door.ServiceException;
import stator.iam.Views.Detail;
import stator.iam.directory.Account;
import stator.iam.directory.PolicyUsage;
import stator.iam.entity.EntityType;
import stator.iam.entity.Identity;
import stator.iam.entity.ManagedPolicy;
import stator.iam.entity.Tag;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** Managed policies and their versions. */
final class PolicyActions {
    private final Finder finder;

    PolicyActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        return Map.of(
                "CreatePolicy", this::create,
                "GetPolicy", this::get,
                "ListPolicies", this::list,
                "DeletePolicy", this::delete,
                "CreatePolicyVersion", this::createVersion,
                "GetPolicyVersion", this::getVersion,
                "ListPolicyVersions", this::listVersions,
                "SetDefaultPolicyVersion", this::setDefault,
                "DeletePolicyVersion", this::deleteVersion);
    }

    private void create(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String name = call.required("PolicyName");
        String text = call.required("PolicyDocument");
        List<Tag> tags = Tags.read(call.parameters(), EntityType.POLICY);
        requireText(text);
        if (account.policies().find(name).isPresent()) {
            throw IamErrors.alreadyExists(
                    "A policy called "
                            + name
                            + " already exists. Duplicate names are not allowed.");
        }
        Quota.POLICIES.require(account.policies().count() + 1);
        ManagedPolicy policy =
                ManagedPolicy.first(
                        new Identity.Label(
                                call.text("Path").orElse("/"),
                                name,
                                finder.directory().newId(EntityType.POLICY),
                                finder.directory().now(),
                                tags),
                        call.text("Description").orElse(""),
                        text);
        account.policies().put(policy);
        result.element("Policy", () -> Views.policy(result, account, policy, Detail.MADE));
    }

    private static void requireText(String text) {
        PolicyTexts.requireIdentityPolicy(text);
        Quota.POLICY_SIZE.require(PolicyTexts.size(text));
    }

    private void get(QueryCall call, QueryXml result) {
        ManagedPolicy policy = finder.policy(call);
        result.element(
                "Policy", () -> Views.policy(result, finder.account(call), policy, Detail.WHOLE));
    }

    private void list(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        PolicyUsage usage = account.usage();
        Page.of(call, matching(call, account, usage), PolicyActions::place)
                .write(
                        result,
                        "Policies",
                        policy -> Views.policy(result, account, usage, policy, Detail.LISTED));
    }

    private static List<ManagedPolicy> matching(QueryCall call, Account account, PolicyUsage uses) {
        String scope = call.text("Scope").orElse("All");
        List<ManagedPolicy> policies = new ArrayList<>();
        if (!scope.equals("AWS")) {
            policies.addAll(account.policies().all());
        }
        if (!scope.equals("Local")) {
            policies.addAll(account.awsPolicies().all());
        }
        String prefix = call.text("PathPrefix").orElse("/");
        String usage = call.text("PolicyUsageFilter").orElse("");
        boolean onlyAttached = call.parameters().isTrue("OnlyAttached");
        return policies.stream()
                .filter(policy -> policy.path().startsWith(prefix))
                .filter(policy -> isUsed(account, uses, policy, usage, onlyAttached))
                .sorted(Comparator.comparing(PolicyActions::place))
                .toList();
    }

    private static boolean isUsed(
            Account account,
            PolicyUsage uses,
            ManagedPolicy policy,
            String usage,
            boolean onlyAttached) {
        String arn = Views.arn(account, policy);
        int attachments = uses.attachments(arn);
        int boundaries = uses.boundaries(arn);
        boolean fits =
                switch (usage) {
                    case "PermissionsPolicy" -> attachments > 0 || boundaries == 0;
                    case "PermissionsBoundary" -> boundaries > 0;
                    default -> true;
                };
        return fits && (!onlyAttached || attachments + boundaries > 0);
    }

    /** Where a policy stands in lists: by name, an account's own before AWS's of the same one. */
    private static String place(ManagedPolicy policy) {
        return policy.key() + " " + policy.id();
    }

    private void delete(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        ManagedPolicy policy = own(call);
        String arn = policy.arn(account.id());
        if (account.usage().uses(arn)) {
            throw IamErrors.deleteConflict("Cannot delete a policy attached to entities.");
        }
        if (policy.versions().size() > 1) {
            throw IamErrors.deleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must"
                            + " delete the policy's versions. The default version is deleted with"
                            + " the policy.");
        }
        account.policies().remove(policy);
    }

    /** A policy that the account may change. */
    private ManagedPolicy own(QueryCall call) {
        ManagedPolicy policy = finder.policy(call);
        requireOwn(finder.account(call), call, policy);
        return policy;
    }

    /** Throws if a policy is one of AWS's. */
    static void requireOwn(Account account, QueryCall call, ManagedPolicy policy) {
        if (account.policies().ofId(policy.id()).isEmpty()) {
            throw IamErrors.accessDenied(
                    "User: "
                            + call.principal().arn()
                            + " is not authorized to perform: iam:"
                            + call.action()
                            + " on resource: policy "
                            + call.required("PolicyArn"));
        }
    }

    private void createVersion(QueryCall call, QueryXml result) {
        ManagedPolicy policy = own(call);
        String text = call.required("PolicyDocument");
        requireText(text);
        int most = Quota.VERSIONS_PER_POLICY.most();
        if (policy.versions().size() >= most) {
            throw IamErrors.limitExceeded(
                    "A managed policy can have up to "
                            + most
                            + " versions. Before you create a new version, you must delete an"
                            + " existing version.");
        }
        ManagedPolicy changed =
                policy.with(
                        text, call.parameters().isTrue("SetAsDefault"), finder.directory().now());
        finder.account(call).policies().put(changed);
        result.element(
                "PolicyVersion",
                () -> Views.version(result, changed, changed.versions().getFirst()));
    }

    /** A policy and one of its versions. */
    private record Chosen(ManagedPolicy policy, ManagedPolicy.Version version) {}

    private Chosen chosen(QueryCall call) {
        String arn = call.required("PolicyArn");
        Finder.requireArn(arn);
        String id = call.required("VersionId");
        return finder.account(call)
                .policy(arn)
                .flatMap(policy -> policy.find(id).map(version -> new Chosen(policy, version)))
                .orElseThrow(() -> noVersion(arn, id));
    }

    private static ServiceException noVersion(String arn, String id) {
        return IamErrors.noSuchEntity(
                "Policy " + arn + " version " + id + " does not exist or is not attachable.");
    }

    private void getVersion(QueryCall call, QueryXml result) {
        Chosen chosen = chosen(call);
        result.element(
                "PolicyVersion",
                () -> {
                    result.text("Document", PolicyTexts.encoded(chosen.version.text()));
                    Views.version(result, chosen.policy, chosen.version);
                });
    }

    private void listVersions(QueryCall call, QueryXml result) {
        ManagedPolicy policy = finder.policy(call);
        // The newest first: the lower the number, the later.
        Page.of(
                        call,
                        policy.versions(),
                        version -> "%010d".formatted(Integer.MAX_VALUE - version.number()))
                .write(result, "Versions", version -> Views.version(result, policy, version));
    }

    private void setDefault(QueryCall call, QueryXml result) {
        Chosen chosen = chosen(call);
        requireOwn(finder.account(call), call, chosen.policy);
        finder.account(call)
                .policies()
                .put(chosen.policy.holding(chosen.version, finder.directory().now()));
    }

    private void deleteVersion(QueryCall call, QueryXml result) {
        Chosen chosen = chosen(call);
        requireOwn(finder.account(call), call, chosen.policy);
        if (chosen.policy.isDefault(chosen.version)) {
            throw IamErrors.deleteConflict("Cannot delete the default version of a policy.");
        }
        finder.account(call)
                .policies()
                .put(chosen.policy.without(chosen.version, finder.directory().now()));
    }
}
