package stator.iam;

import java.util.List;
import java.util.Map;
import stator.iam.Views.Detail;
import stator.iam.directory.Account;
import stator.iam.entity.Entity;
import stator.iam.entity.EntityType;
import stator.iam.entity.Identity;
import stator.iam.entity.InstanceProfile;
import stator.iam.entity.Role;
import stator.iam.entity.Tag;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** Instance profiles. */
final class InstanceProfileActions {
    private final Finder finder;

    InstanceProfileActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        return Map.of(
                "CreateInstanceProfile", this::create,
                "GetInstanceProfile", this::get,
                "ListInstanceProfiles", this::list,
                "ListInstanceProfilesForRole", this::listForRole,
                "DeleteInstanceProfile", this::delete,
                "AddRoleToInstanceProfile", this::add,
                "RemoveRoleFromInstanceProfile", this::remove);
    }

    private void create(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String name = call.required("InstanceProfileName");
        List<Tag> tags = Tags.read(call.parameters(), EntityType.INSTANCE_PROFILE);
        if (account.instanceProfiles().find(name).isPresent()) {
            throw IamErrors.alreadyExists("Instance Profile " + name + " already exists.");
        }
        Quota.INSTANCE_PROFILES.require(account.instanceProfiles().count() + 1);
        InstanceProfile profile =
                new InstanceProfile(
                        new Identity.Label(
                                call.text("Path").orElse("/"),
                                name,
                                finder.directory().newId(EntityType.INSTANCE_PROFILE),
                                finder.directory().now(),
                                tags),
                        "");
        account.instanceProfiles().put(profile);
        show(result, account, profile, Detail.MADE);
    }

    private static void show(
            QueryXml result, Account account, InstanceProfile profile, Detail detail) {
        result.element(
                "InstanceProfile", () -> Views.instanceProfile(result, account, profile, detail));
    }

    private InstanceProfile profile(QueryCall call) {
        return finder.instanceProfile(call, call.required("InstanceProfileName"));
    }

    private void get(QueryCall call, QueryXml result) {
        show(result, finder.account(call), profile(call), Detail.WHOLE);
    }

    private void list(QueryCall call, QueryXml result) {
        String prefix = call.text("PathPrefix").orElse("/");
        write(
                call,
                result,
                finder.account(call).instanceProfiles().all().stream()
                        .filter(profile -> profile.path().startsWith(prefix))
                        .toList());
    }

    private void listForRole(QueryCall call, QueryXml result) {
        Role role = finder.role(call, call.required("RoleName"));
        write(call, result, finder.account(call).profiles(role));
    }

    private void write(QueryCall call, QueryXml result, List<InstanceProfile> profiles) {
        Account account = finder.account(call);
        Page.of(call, profiles, Entity::key)
                .write(
                        result,
                        "InstanceProfiles",
                        profile -> Views.instanceProfile(result, account, profile, Detail.LISTED));
    }

    private void delete(QueryCall call, QueryXml result) {
        InstanceProfile profile = profile(call);
        if (!profile.role().isEmpty()) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove roles from instance profile first.");
        }
        finder.account(call).instanceProfiles().remove(profile);
    }

    private void add(QueryCall call, QueryXml result) {
        InstanceProfile profile = profile(call);
        Role role = finder.role(call, call.required("RoleName"));
        Quota.ROLES_PER_INSTANCE_PROFILE.require(profile.role().isEmpty() ? 1 : 2);
        finder.account(call).instanceProfiles().put(profile.of(role.id()));
    }

    private void remove(QueryCall call, QueryXml result) {
        InstanceProfile profile = profile(call);
        Role role = finder.role(call, call.required("RoleName"));
        if (!profile.role().equals(role.id())) {
            throw IamErrors.noSuchEntity(
                    "Role "
                            + role.name()
                            + " in Instance Profile "
                            + profile.name()
                            + " cannot be found.");
        }
        finder.account(call).instanceProfiles().put(profile.of(""));
    }
}
