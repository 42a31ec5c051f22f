package stator.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stator.iam.directory.Account;
import stator.iam.entity.Entity;
import stator.iam.entity.EntityType;
import stator.iam.entity.Identity;
import stator.iam.entity.InstanceProfile;
import stator.iam.entity.ManagedPolicy;
import stator.iam.entity.OpenIdProvider;
import stator.iam.entity.Tag;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** Tags of users, roles, managed policies, instance profiles and OpenID Connect providers. */
final class TagActions {
    private final Finder finder;

    TagActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        Map<String, Action> actions = new HashMap<>();
        for (EntityType type : EntityType.values()) {
            if (type != EntityType.GROUP) {
                String member = type.member();
                actions.put("Tag" + member, (call, result) -> tag(call, type));
                actions.put("Untag" + member, (call, result) -> untag(call, type));
                actions.put("List" + member + "Tags", (call, result) -> list(call, type, result));
            }
        }
        return actions;
    }

    private void tag(QueryCall call, EntityType type) {
        List<Tag> more = Tags.read(call.parameters(), type);
        Entity entity = entity(call, type);
        put(call, entity.withTags(Tags.merged(entity.tags(), more, type)));
    }

    private void untag(QueryCall call, EntityType type) {
        Entity entity = entity(call, type);
        put(call, entity.withTags(Tags.without(entity.tags(), call.texts("TagKeys"), type)));
    }

    private void list(QueryCall call, EntityType type, QueryXml result) {
        List<Tag> tags = Tags.listed(entity(call, type).tags(), type);
        Page.of(call, tags, tag -> Tags.place(tag, type))
                .write(result, "Tags", tag -> Views.tag(result, tag));
    }

    private Entity entity(QueryCall call, EntityType type) {
        return switch (type) {
            case USER, GROUP, ROLE -> finder.identity(call, type);
            case POLICY -> finder.policy(call);
            case INSTANCE_PROFILE ->
                    finder.instanceProfile(call, call.required("InstanceProfileName"));
            case OPEN_ID_PROVIDER -> OpenIdProviderActions.provider(finder, call);
        };
    }

    private void put(QueryCall call, Entity entity) {
        Account account = finder.account(call);
        switch (entity) {
            case Identity identity -> account.put(identity);
            case InstanceProfile profile -> account.instanceProfiles().put(profile);
            case OpenIdProvider provider -> account.providers().put(provider);
            case ManagedPolicy policy -> {
                PolicyActions.requireOwn(account, call, policy);
                account.policies().put(policy);
            }
        }
    }
}
