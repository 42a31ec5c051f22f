package stator.iam;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.iam.directory.Account;
import stator.iam.entity.AccountSettings;
import stator.iam.entity.PasswordPolicy;
import stator.iam.query.Action;
import stator.iam.query.Parameters;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** What is said of, and set for, a whole account. */
final class AccountActions {
    private final Finder finder;

    AccountActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        return Map.of(
                "CreateAccountAlias", this::createAlias,
                "ListAccountAliases", this::listAliases,
                "DeleteAccountAlias", this::deleteAlias,
                "UpdateAccountPasswordPolicy", this::updatePasswords,
                "GetAccountPasswordPolicy", this::getPasswords,
                "DeleteAccountPasswordPolicy", this::deletePasswords,
                "GetAccountSummary", this::summary);
    }

    /** A new alias takes the place of the old one. */
    private void createAlias(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String alias = call.required("AccountAlias");
        if (finder.directory().isAlias(alias)) {
            throw IamErrors.alreadyExists("The account alias " + alias + " already exists.");
        }
        account.put(account.settings().called(alias));
    }

    private void listAliases(QueryCall call, QueryXml result) {
        String alias = finder.account(call).settings().alias();
        result.texts("AccountAliases", alias.isEmpty() ? List.of() : List.of(alias))
                .flag("IsTruncated", false);
    }

    private void deleteAlias(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String alias = call.required("AccountAlias");
        if (!account.settings().alias().equals(alias)) {
            throw IamErrors.noSuchEntity(
                    "The account alias with name " + alias + " cannot be found.");
        }
        account.put(account.settings().called(""));
    }

    // Passwords.

    private void updatePasswords(QueryCall call, QueryXml result) {
        Parameters given = call.parameters();
        PasswordPolicy policy =
                new PasswordPolicy(
                        given.number("MinimumPasswordLength", 6),
                        given.isTrue("RequireSymbols"),
                        given.isTrue("RequireNumbers"),
                        given.isTrue("RequireUppercaseCharacters"),
                        given.isTrue("RequireLowercaseCharacters"),
                        given.isTrue("AllowUsersToChangePassword"),
                        given.number("MaxPasswordAge", 0),
                        given.number("PasswordReusePrevention", 0),
                        given.has("HardExpiry")
                                ? Optional.of(given.isTrue("HardExpiry"))
                                : Optional.empty());
        Account account = finder.account(call);
        account.put(account.settings().with(Optional.of(policy)));
    }

    private void getPasswords(QueryCall call, QueryXml result) {
        PasswordPolicy policy =
                finder.account(call)
                        .settings()
                        .passwords()
                        .orElseThrow(() ->
                                IamErrors.noSuchEntity(
                                        "The Password Policy with domain name "
                                                + call.account()
                                                + " cannot be found."));
        result.element("PasswordPolicy", () -> show(result, policy));
    }

    private static void show(QueryXml result, PasswordPolicy policy) {
        result.number("MinimumPasswordLength", policy.minimumLength())
                .flag("RequireSymbols", policy.symbols())
                .flag("RequireNumbers", policy.numbers())
                .flag("RequireUppercaseCharacters", policy.uppercase())
                .flag("RequireLowercaseCharacters", policy.lowercase())
                .flag("AllowUsersToChangePassword", policy.usersMayChange())
                .flag("ExpirePasswords", policy.maxAgeDays() > 0);
        if (policy.maxAgeDays() > 0) {
            result.number("MaxPasswordAge", policy.maxAgeDays());
        }
        if (policy.reusePrevention() > 0) {
            result.number("PasswordReusePrevention", policy.reusePrevention());
        }
        policy.hardExpiry().ifPresent(hard -> result.flag("HardExpiry", hard));
    }

    private void deletePasswords(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        AccountSettings settings = account.settings();
        if (settings.passwords().isEmpty()) {
            throw IamErrors.noSuchEntity(
                    "The account policy with name PasswordPolicy cannot be found.");
        }
        account.put(settings.with(Optional.empty()));
    }

    private void summary(QueryCall call, QueryXml result) {
        result.element(
                "SummaryMap",
                () ->
                        summary(finder.account(call))
                                .forEach((key, value) ->
                                        result.element(
                                                "entry",
                                                () ->
                                                        result.text("key", key)
                                                                .number("value", value))));
    }

    /** In the order of AWS's documentation; there are no certificates and no devices here. */
    private static Map<String, Integer> summary(Account account) {
        Map<String, Integer> summary = new LinkedHashMap<>();
        summary.put("Users", account.users().count());
        summary.put("UsersQuota", Quota.USERS.most());
        summary.put("Groups", account.groups().count());
        summary.put("GroupsQuota", Quota.GROUPS.most());
        summary.put("Roles", account.roles().count());
        summary.put("RolesQuota", Quota.ROLES.most());
        summary.put("Policies", account.policies().count());
        summary.put("PoliciesQuota", Quota.POLICIES.most());
        summary.put("PolicyVersionsInUse", versionsInUse(account));
        summary.put("PolicyVersionsInUseQuota", 10_000);
        summary.put("VersionsPerPolicyQuota", Quota.VERSIONS_PER_POLICY.most());
        summary.put("InstanceProfiles", account.instanceProfiles().count());
        summary.put("InstanceProfilesQuota", Quota.INSTANCE_PROFILES.most());
        summary.put("Providers", account.providers().count());
        summary.put("ServerCertificates", 0);
        summary.put("ServerCertificatesQuota", 20);
        summary.put("MFADevices", 0);
        summary.put("MFADevicesInUse", 0);
        summary.put("AccountMFAEnabled", 0);
        summary.put("AccountAccessKeysPresent", 0);
        summary.put("AccountPasswordPresent", 0);
        summary.put("AccountSigningCertificatesPresent", 0);
        summary.put("AccessKeysPerUserQuota", Quota.ACCESS_KEYS_PER_USER.most());
        summary.put("SigningCertificatesPerUserQuota", 2);
        summary.put("GroupsPerUserQuota", Quota.GROUPS_PER_USER.most());
        summary.put("AttachedPoliciesPerUserQuota", Quota.ATTACHED_POLICIES_PER_USER.most());
        summary.put("AttachedPoliciesPerGroupQuota", Quota.ATTACHED_POLICIES_PER_GROUP.most());
        summary.put("AttachedPoliciesPerRoleQuota", Quota.ATTACHED_POLICIES_PER_ROLE.most());
        summary.put("UserPolicySizeQuota", Quota.USER_POLICY_SIZE.most());
        summary.put("GroupPolicySizeQuota", Quota.GROUP_POLICY_SIZE.most());
        summary.put("RolePolicySizeQuota", Quota.ROLE_POLICY_SIZE.most());
        summary.put("PolicySizeQuota", Quota.POLICY_SIZE.most());
        summary.put("AssumeRolePolicySizeQuota", Quota.TRUST_POLICY_SIZE.most());
        summary.put("GlobalEndpointTokenVersion", 1);
        return summary;
    }

    private static int versionsInUse(Account account) {
        return account.policies().all().stream().mapToInt(policy -> policy.versions().size()).sum();
    }
}
