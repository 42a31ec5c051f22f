package stator.iam;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.iam.Views.Detail;
import stator.iam.directory.Account;
import stator.iam.entity.Entity;
import stator.iam.entity.EntityType;
import stator.iam.entity.Group;
import stator.iam.entity.Holding;
import stator.iam.entity.Identity;
import stator.iam.entity.Tag;
import stator.iam.entity.User;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** Users. */
final class UserActions {
    private final Finder finder;

    UserActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        return Map.of(
                "CreateUser", this::create,
                "GetUser", this::get,
                "ListUsers", this::list,
                "UpdateUser", this::update,
                "DeleteUser", this::delete,
                "ListGroupsForUser", this::listGroups);
    }

    private void create(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String name = call.required("UserName");
        List<Tag> tags = Tags.read(call.parameters(), EntityType.USER);
        Optional<String> boundary = call.text("PermissionsBoundary");
        boundary.ifPresent(arn -> finder.requireBoundary(call, arn));
        requireFree(account, name);
        Quota.USERS.require(account.users().count() + 1);
        User user =
                new User(
                        new Identity.Label(
                                call.text("Path").orElse("/"),
                                name,
                                finder.directory().newId(EntityType.USER),
                                finder.directory().now(),
                                tags),
                        Holding.NONE.within(boundary.orElse("")),
                        List.of());
        account.put(user);
        result.element("User", () -> Views.user(result, account, user, Detail.MADE));
    }

    private static void requireFree(Account account, String name) {
        if (account.users().find(name).isPresent()) {
            throw IamErrors.alreadyExists("User with name " + name + " already exists.");
        }
    }

    private void get(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        if (call.text("UserName").isEmpty() && call.principal().arn().endsWith(":root")) {
            result.element("User", () -> root(result, call));
            return;
        }
        User user = finder.callerOr(call, "UserName");
        result.element("User", () -> Views.user(result, account, user, Detail.WHOLE));
    }

    /** The account's root is shown as a user without a name, who is as old as the oldest other. */
    private void root(QueryXml result, QueryCall call) {
        Instant oldest =
                finder.account(call)
                        .identities()
                        .map(Entity::created)
                        .min(Comparator.naturalOrder())
                        .orElse(finder.directory().now());
        result.text("UserId", call.account())
                .text("Arn", call.principal().arn())
                .time("CreateDate", oldest);
    }

    private void list(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String prefix = call.text("PathPrefix").orElse("/");
        List<User> users =
                account.users().all().stream()
                        .filter(user -> user.path().startsWith(prefix))
                        .toList();
        Page.of(call, users, Entity::key)
                .write(result, "Users", user -> Views.user(result, account, user, Detail.LISTED));
    }

    private void update(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        User user = finder.user(call, call.required("UserName"));
        String name = call.text("NewUserName").orElse(user.name());
        if (!Entity.key(name).equals(user.key())) {
            requireFree(account, name);
        }
        account.put(user.at(call.text("NewPath").orElse(user.path()), name));
    }

    private void delete(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        User user = finder.user(call, call.required("UserName"));
        requireBare(user);
        if (!finder.directory().keys(user).isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete access keys first.");
        }
        if (!user.groups().isEmpty()) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove users from group first.");
        }
        account.users().remove(user);
    }

    /** Throws if policies still stand at somebody who is to be deleted. */
    static void requireBare(Identity identity) {
        if (!identity.holding().attached().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must detach all policies first.");
        }
        if (!identity.holding().inline().isEmpty()) {
            throw IamErrors.deleteConflict("Cannot delete entity, must delete policies first.");
        }
    }

    private void listGroups(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        User user = finder.user(call, call.required("UserName"));
        List<Group> groups = account.groups(user);
        Page.of(call, groups, Entity::key)
                .write(result, "Groups", group -> Views.group(result, account, group));
    }
}
