package stator.iam;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import stator.iam.Views.Detail;
import stator.iam.directory.Account;
import stator.iam.directory.PolicyUsage;
import stator.iam.entity.Entity;
import stator.iam.entity.Group;
import stator.iam.entity.Identity;
import stator.iam.entity.ManagedPolicy;
import stator.iam.entity.Role;
import stator.iam.entity.User;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** All that decides who may do what in an account, in one answer. */
final class AuthorizationDetails {
    private final Finder finder;

    AuthorizationDetails(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        return Map.of("GetAccountAuthorizationDetails", this::get);
    }

    private void get(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        PolicyUsage usage = account.usage();
        Set<String> filter = Set.copyOf(call.texts("Filter"));
        Stream<? extends Entity> identities =
                account.identities()
                        .filter(one -> filter.isEmpty() || filter.contains(one.type().member()));
        List<Entity> all = new ArrayList<>(identities.toList());
        if (filter.isEmpty() || filter.contains("LocalManagedPolicy")) {
            all.addAll(account.policies().all());
        }
        account.awsPolicies().all().stream()
                .filter(policy ->
                        filter.contains("AWSManagedPolicy")
                                || filter.isEmpty() && isUsed(account, usage, policy))
                .forEach(all::add);
        all.sort(Comparator.comparing(AuthorizationDetails::place));
        Page<Entity> page = Page.of(call, all, AuthorizationDetails::place);
        result.list("UserDetailList", of(page, User.class), one -> user(result, account, one));
        result.list("GroupDetailList", of(page, Group.class), one -> group(result, account, one));
        result.list("RoleDetailList", of(page, Role.class), one -> role(result, account, one));
        result.list(
                "Policies",
                of(page, ManagedPolicy.class),
                one -> policy(result, account, usage, one));
        page.writeEnd(result);
    }

    private static boolean isUsed(Account account, PolicyUsage usage, ManagedPolicy policy) {
        String arn = Views.arn(account, policy);
        return usage.uses(arn);
    }

    private static String place(Entity entity) {
        return entity.type().ordinal() + entity.key() + " " + entity.id();
    }

    private static <E extends Entity> List<E> of(Page<Entity> page, Class<E> type) {
        return page.elements().stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static void user(QueryXml result, Account account, User user) {
        Views.user(result, account, user, Detail.LISTED);
        inline(result, "UserPolicyList", user.holding().inline());
        result.texts("GroupList", account.groups(user).stream().map(Entity::name).toList());
        attached(result, account, user);
        Views.boundary(result, user);
        Views.tags(result, Tags.listed(user.tags(), user.type()));
    }

    private static void group(QueryXml result, Account account, Group group) {
        Views.group(result, account, group);
        inline(result, "GroupPolicyList", group.holding().inline());
        attached(result, account, group);
    }

    private static void role(QueryXml result, Account account, Role role) {
        Views.role(result, account, role);
        result.list(
                "InstanceProfileList",
                account.profiles(role),
                profile -> Views.instanceProfile(result, account, profile, Detail.LISTED));
        inline(result, "RolePolicyList", role.holding().inline());
        attached(result, account, role);
        Views.boundary(result, role);
        Views.tags(result, Tags.listed(role.tags(), role.type()));
        Views.lastUse(result, account, role);
    }

    private static void inline(QueryXml result, String name, SortedMap<String, String> policies) {
        result.list(
                name,
                List.copyOf(policies.entrySet()),
                policy ->
                        result.text("PolicyName", policy.getKey())
                                .text("PolicyDocument", PolicyTexts.encoded(policy.getValue())));
    }

    private static void attached(QueryXml result, Account account, Identity identity) {
        result.list(
                "AttachedManagedPolicies",
                AttachmentActions.attached(account, identity),
                policy -> AttachmentActions.attached(result, account, policy));
    }

    private static void policy(
            QueryXml result, Account account, PolicyUsage usage, ManagedPolicy policy) {
        Views.policy(result, account, usage, policy, Detail.LISTED);
        if (!policy.description().isEmpty()) {
            result.text("Description", policy.description());
        }
        result.list(
                "PolicyVersionList",
                policy.versions(),
                version -> {
                    result.text("Document", PolicyTexts.encoded(version.text()));
                    Views.version(result, policy, version);
                });
    }
}
