package stator.iam;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import stator.iam.directory.Account;
import stator.iam.entity.Entity;
import stator.iam.entity.EntityType;
import stator.iam.entity.Identity;
import stator.iam.entity.ManagedPolicy;
import stator.iam.entity.Role;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** Which managed policies stand at whom, as a policy and as a boundary. */
final class AttachmentActions {
    private final Finder finder;

    AttachmentActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        Map<String, Action> actions = new HashMap<>();
        for (EntityType type : List.of(EntityType.USER, EntityType.GROUP, EntityType.ROLE)) {
            String member = type.member();
            actions.put("Attach" + member + "Policy", (call, result) -> attach(call, type));
            actions.put("Detach" + member + "Policy", (call, result) -> detach(call, type));
            actions.put(
                    "ListAttached" + member + "Policies",
                    (call, result) -> list(call, type, result));
        }
        for (EntityType type : List.of(EntityType.USER, EntityType.ROLE)) {
            String boundary = type.member() + "PermissionsBoundary";
            actions.put("Put" + boundary, (call, result) -> putBoundary(call, type));
            actions.put("Delete" + boundary, (call, result) -> deleteBoundary(call, type));
        }
        actions.put("ListEntitiesForPolicy", this::listEntities);
        return actions;
    }

    private Identity changeable(QueryCall call, EntityType type) {
        Identity identity = finder.identity(call, type);
        if (identity instanceof Role role) {
            RoleActions.requireOwn(role);
        }
        return identity;
    }

    private void attach(QueryCall call, EntityType type) {
        String arn = call.required("PolicyArn");
        Finder.requireArn(arn);
        Identity identity = changeable(call, type);
        finder.attachable(call, arn);
        Identity more = identity.with(identity.holding().with(arn));
        Quota.attachedTo(type).require(more.holding().attached().size());
        finder.account(call).put(more);
    }

    private void detach(QueryCall call, EntityType type) {
        String arn = call.required("PolicyArn");
        Finder.requireArn(arn);
        Identity identity = changeable(call, type);
        if (!identity.holding().attached().contains(arn)) {
            throw Finder.notFound(arn);
        }
        finder.account(call).put(identity.with(identity.holding().without(arn)));
    }

    private void list(QueryCall call, EntityType type, QueryXml result) {
        Account account = finder.account(call);
        String prefix = call.text("PathPrefix").orElse("/");
        List<ManagedPolicy> policies =
                attached(account, finder.identity(call, type)).stream()
                        .filter(policy -> policy.path().startsWith(prefix))
                        .sorted((one, other) -> one.key().compareTo(other.key()))
                        .toList();
        Page.of(call, policies, Entity::key)
                .write(result, "AttachedPolicies", policy -> attached(result, account, policy));
    }

    /** The managed policies that are attached to somebody. */
    static List<ManagedPolicy> attached(Account account, Identity identity) {
        return identity.holding().attached().stream()
                .flatMap(arn -> account.policy(arn).stream())
                .toList();
    }

    /** The name and the ARN of an attached policy. */
    static void attached(QueryXml result, Account account, ManagedPolicy policy) {
        result.text("PolicyName", policy.name()).text("PolicyArn", Views.arn(account, policy));
    }

    private void putBoundary(QueryCall call, EntityType type) {
        String arn = call.required("PermissionsBoundary");
        Identity identity = changeable(call, type);
        finder.requireBoundary(call, arn);
        finder.account(call).put(identity.with(identity.holding().within(arn)));
    }

    private void deleteBoundary(QueryCall call, EntityType type) {
        Identity identity = changeable(call, type);
        if (identity.holding().boundary().isEmpty()) {
            throw IamErrors.noSuchEntity(
                    type.member()
                            + " "
                            + identity.name()
                            + " does not have a permissions boundary.");
        }
        finder.account(call).put(identity.with(identity.holding().within("")));
    }

    // Whom a policy is attached to.

    private void listEntities(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String arn = call.required("PolicyArn");
        Finder.requireArn(arn);
        finder.attachable(call, arn);
        String usage = call.text("PolicyUsageFilter").orElse("");
        String prefix = call.text("PathPrefix").orElse("/");
        Predicate<Identity> uses =
                identity ->
                        !usage.equals("PermissionsBoundary")
                                        && identity.holding().attached().contains(arn)
                                || !usage.equals("PermissionsPolicy")
                                        && identity.holding().boundary().equals(arn);
        List<EntityType> wanted = wanted(call.text("EntityFilter").orElse(""));
        List<Identity> found =
                account.identities()
                        .filter(identity -> wanted.contains(identity.type()))
                        .filter(identity -> identity.path().startsWith(prefix))
                        .filter(uses)
                        .sorted((one, other) -> place(one).compareTo(place(other)))
                        .toList();
        Page<Identity> page = Page.of(call, found, AttachmentActions::place);
        for (EntityType type : List.of(EntityType.GROUP, EntityType.USER, EntityType.ROLE)) {
            result.list(
                    "Policy" + type.member() + "s",
                    page.elements().stream().filter(one -> one.type() == type).toList(),
                    one ->
                            result.text(type.member() + "Name", one.name())
                                    .text(type.member() + "Id", one.id()));
        }
        page.writeEnd(result);
    }

    private static List<EntityType> wanted(String filter) {
        return Arrays.stream(EntityType.values())
                .filter(type -> filter.isEmpty() || type.member().equals(filter))
                .toList();
    }

    private static String place(Identity identity) {
        return identity.type().ordinal() + identity.key();
    }
}
