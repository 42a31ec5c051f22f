package stator.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.iam.Views.Detail;
import stator.iam.directory.Account;
import stator.iam.entity.Entity;
import stator.iam.entity.EntityType;
import stator.iam.entity.Holding;
import stator.iam.entity.Identity;
import stator.iam.entity.Role;
import stator.iam.entity.Tag;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** Roles. */
final class RoleActions {
    private final Finder finder;

    RoleActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        return Map.of(
                "CreateRole", this::create,
                "GetRole", this::get,
                "ListRoles", this::list,
                "UpdateRole", this::update,
                "UpdateRoleDescription", this::describe,
                "UpdateAssumeRolePolicy", this::trust,
                "DeleteRole", this::delete);
    }

    private void create(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String name = call.required("RoleName");
        String trust = call.required("AssumeRolePolicyDocument");
        List<Tag> tags = Tags.read(call.parameters(), EntityType.ROLE);
        PolicyTexts.requireTrustPolicy(trust);
        Optional<String> boundary = call.text("PermissionsBoundary");
        boundary.ifPresent(arn -> finder.requireBoundary(call, arn));
        if (account.roles().find(name).isPresent()) {
            throw IamErrors.alreadyExists("Role with name " + name + " already exists.");
        }
        Quota.ROLES.require(account.roles().count() + 1);
        Role role =
                new Role(
                        new Identity.Label(
                                call.text("Path").orElse("/"),
                                name,
                                finder.directory().newId(EntityType.ROLE),
                                finder.directory().now(),
                                tags),
                        Holding.NONE.within(boundary.orElse("")),
                        trust,
                        call.text("Description").orElse(""),
                        call.parameters().number("MaxSessionDuration", Role.SESSION_SECONDS));
        account.put(role);
        result.element("Role", () -> Views.role(result, account, role, Detail.MADE));
    }

    private void get(QueryCall call, QueryXml result) {
        Role role = role(call);
        result.element("Role", () -> Views.role(result, finder.account(call), role, Detail.WHOLE));
    }

    private Role role(QueryCall call) {
        return finder.role(call, call.required("RoleName"));
    }

    private void list(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String prefix = call.text("PathPrefix").orElse("/");
        List<Role> roles =
                account.roles().all().stream()
                        .filter(role -> role.path().startsWith(prefix))
                        .toList();
        Page.of(call, roles, Entity::key)
                .write(result, "Roles", role -> Views.role(result, account, role, Detail.LISTED));
    }

    private void update(QueryCall call, QueryXml result) {
        Role role = role(call);
        requireOwn(role);
        int seconds = call.parameters().number("MaxSessionDuration", role.sessionSecondsMax());
        String description = call.text("Description").orElse(role.description());
        finder.account(call).put(role.described(description, seconds));
    }

    private void describe(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        Role role = role(call);
        Role described = role.described(call.required("Description"), role.sessionSecondsMax());
        account.put(described);
        result.element(
                "Role",
                () -> {
                    Views.role(result, account, described);
                    Views.description(result, described);
                });
    }

    private void trust(QueryCall call, QueryXml result) {
        Role role = role(call);
        requireOwn(role);
        String trust = call.required("PolicyDocument");
        PolicyTexts.requireTrustPolicy(trust);
        finder.account(call).put(role.trusting(trust));
    }

    /** Throws if a role is a service's. */
    static void requireOwn(Role role) {
        if (ServiceRoleActions.isLinked(role)) {
            throw IamErrors.unmodifiable(
                    "Cannot perform the operation on the protected role '"
                            + role.name()
                            + "' - this role is only modifiable by AWS");
        }
    }

    private void delete(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        Role role = role(call);
        requireOwn(role);
        if (!account.profiles(role).isEmpty()) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove roles from instance profile first.");
        }
        UserActions.requireBare(role);
        account.roles().remove(role);
        account.roleUses().remove(role);
    }
}
