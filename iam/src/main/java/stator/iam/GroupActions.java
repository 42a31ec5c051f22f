package stator.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stator.iam.Views.Detail;
import stator.iam.directory.Account;
import stator.iam.entity.Entity;
import stator.iam.entity.EntityType;
import stator.iam.entity.Group;
import stator.iam.entity.Holding;
import stator.iam.entity.Identity;
import stator.iam.entity.User;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** Groups, and who is in them. */
final class GroupActions {
    private final Finder finder;

    GroupActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        return Map.of(
                "CreateGroup", this::create,
                "GetGroup", this::get,
                "ListGroups", this::list,
                "UpdateGroup", this::update,
                "DeleteGroup", this::delete,
                "AddUserToGroup", this::add,
                "RemoveUserFromGroup", this::remove);
    }

    private void create(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String name = call.required("GroupName");
        requireFree(account, name);
        Quota.GROUPS.require(account.groups().count() + 1);
        Group group =
                new Group(
                        new Identity.Label(
                                call.text("Path").orElse("/"),
                                name,
                                finder.directory().newId(EntityType.GROUP),
                                finder.directory().now(),
                                List.of()),
                        Holding.NONE);
        account.put(group);
        result.element("Group", () -> Views.group(result, account, group));
    }

    private static void requireFree(Account account, String name) {
        if (account.groups().find(name).isPresent()) {
            throw IamErrors.alreadyExists("Group with name " + name + " already exists.");
        }
    }

    private void get(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        Group group = finder.group(call, call.required("GroupName"));
        result.element("Group", () -> Views.group(result, account, group));
        Page.of(call, account.members(group), Entity::key)
                .write(result, "Users", user -> Views.user(result, account, user, Detail.LISTED));
    }

    private void list(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String prefix = call.text("PathPrefix").orElse("/");
        List<Group> groups =
                account.groups().all().stream()
                        .filter(group -> group.path().startsWith(prefix))
                        .toList();
        Page.of(call, groups, Entity::key)
                .write(result, "Groups", group -> Views.group(result, account, group));
    }

    private void update(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        Group group = finder.group(call, call.required("GroupName"));
        String name = call.text("NewGroupName").orElse(group.name());
        if (!Entity.key(name).equals(group.key())) {
            requireFree(account, name);
        }
        account.put(group.at(call.text("NewPath").orElse(group.path()), name));
    }

    private void delete(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        Group group = finder.group(call, call.required("GroupName"));
        UserActions.requireBare(group);
        if (!account.members(group).isEmpty()) {
            throw IamErrors.deleteConflict(
                    "Cannot delete entity, must remove users from group first.");
        }
        account.groups().remove(group);
    }

    private void add(QueryCall call, QueryXml result) {
        Group group = finder.group(call, call.required("GroupName"));
        User user = finder.user(call, call.required("UserName"));
        if (!user.groups().contains(group.id())) {
            List<String> more = new ArrayList<>(user.groups());
            more.add(group.id());
            Quota.GROUPS_PER_USER.require(more.size());
            finder.account(call).put(user.in(more));
        }
    }

    /** Who is not in the group may leave it; recorded of AWS. */
    private void remove(QueryCall call, QueryXml result) {
        User user = finder.user(call, call.required("UserName"));
        Group group = finder.group(call, call.required("GroupName"));
        List<String> fewer = new ArrayList<>(user.groups());
        if (fewer.remove(group.id())) {
            finder.account(call).put(user.in(fewer));
        }
    }
}
