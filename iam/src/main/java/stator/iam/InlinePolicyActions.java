package stator.iam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stator.iam.entity.EntityType;
import stator.iam.entity.Holding;
import stator.iam.entity.Identity;
import stator.iam.entity.Role;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** Policies that one user, group or role has for itself. */
final class InlinePolicyActions {
    private final Finder finder;

    InlinePolicyActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        Map<String, Action> actions = new HashMap<>();
        for (EntityType type : List.of(EntityType.USER, EntityType.GROUP, EntityType.ROLE)) {
            String member = type.member();
            actions.put("Put" + member + "Policy", (call, result) -> put(call, type));
            actions.put("Get" + member + "Policy", (call, result) -> get(call, type, result));
            actions.put("Delete" + member + "Policy", (call, result) -> delete(call, type));
            actions.put("List" + member + "Policies", (call, result) -> list(call, type, result));
        }
        return actions;
    }

    private void put(QueryCall call, EntityType type) {
        Identity identity = changeable(call, type);
        String text = call.required("PolicyDocument");
        PolicyTexts.requireIdentityPolicy(text);
        Holding more = identity.holding().withInline(call.required("PolicyName"), text);
        int size = more.inline().values().stream().mapToInt(PolicyTexts::size).sum();
        int most = Quota.inlineOf(type).most();
        if (size > most) {
            throw IamErrors.limitExceeded(
                    "Maximum policy size of "
                            + most
                            + " bytes exceeded for "
                            + type.word()
                            + " "
                            + identity.name());
        }
        finder.account(call).put(identity.with(more));
    }

    private Identity changeable(QueryCall call, EntityType type) {
        Identity identity = finder.identity(call, type);
        if (identity instanceof Role role) {
            RoleActions.requireOwn(role);
        }
        return identity;
    }

    private void get(QueryCall call, EntityType type, QueryXml result) {
        Identity identity = finder.identity(call, type);
        String name = call.required("PolicyName");
        String text = text(identity, name);
        result.text(type.member() + "Name", identity.name())
                .text("PolicyName", name)
                .text("PolicyDocument", PolicyTexts.encoded(text));
    }

    private static String text(Identity identity, String name) {
        String text = identity.holding().inline().get(name);
        if (text == null) {
            throw IamErrors.noSuchEntity(
                    "The "
                            + identity.type().word()
                            + " policy with name "
                            + name
                            + " cannot be found.");
        }
        return text;
    }

    private void delete(QueryCall call, EntityType type) {
        Identity identity = changeable(call, type);
        String name = call.required("PolicyName");
        text(identity, name);
        finder.account(call).put(identity.with(identity.holding().withoutInline(name)));
    }

    private void list(QueryCall call, EntityType type, QueryXml result) {
        Identity identity = finder.identity(call, type);
        List<String> names = List.copyOf(identity.holding().inline().keySet());
        Page<String> page = Page.of(call, names, name -> name);
        result.texts("PolicyNames", page.elements());
        page.writeEnd(result);
    }
}
