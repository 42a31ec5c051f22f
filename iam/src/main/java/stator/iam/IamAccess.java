package stator.iam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.door.Access;
import stator.iam.directory.Account;
import stator.iam.directory.Directory;
import stator.iam.entity.Entity;
import stator.iam.entity.EntityType;
import stator.iam.entity.Tag;
import stator.iam.query.Parameters;
import stator.iam.query.QueryCall;
import stator.identity.policy.RequestValues;

/**
 * What calls of IAM do, in the words of policies: the action has the call's name, the resource is
 * what the call names. After the service authorization reference of AWS.
 */
final class IamAccess {
    private final Directory directory;

    IamAccess(Directory directory) {
        this.directory = directory;
    }

    List<Access> accesses(QueryCall call) {
        synchronized (directory) {
            Account account = directory.account(call.account());
            Optional<? extends Entity> entity = entity(call, account);
            String resource =
                    entity.map(found -> found.arn(account.id()))
                            .orElseGet(() -> resource(call, account));
            List<Tag> tags = entity.map(Entity::tags).orElse(List.of());
            return List.of(
                    new Access(
                            "iam:" + call.action(),
                            List.of(resource),
                            RequestValues.of(values(call, tags)),
                            List.of()));
        }
    }

    /** What is there already of what a call names. */
    private Optional<? extends Entity> entity(QueryCall call, Account account) {
        if (call.text("GroupName").isPresent()) {
            return account.groups().find(call.required("GroupName"));
        }
        if (call.text("InstanceProfileName").isPresent()) {
            return account.instanceProfiles().find(call.required("InstanceProfileName"));
        }
        if (call.text("RoleName").isPresent()) {
            return account.roles().find(call.required("RoleName"));
        }
        if (call.text("UserName").isPresent()) {
            return account.users().find(call.required("UserName"));
        }
        if (call.text("PolicyArn").isPresent()) {
            String arn = call.required("PolicyArn");
            return account.policies().all().stream()
                    .filter(policy -> policy.arn(account.id()).equals(arn))
                    .findFirst();
        }
        if (call.action().equals("GetAccessKeyLastUsed")) {
            return directory
                    .key(call.required("AccessKeyId"))
                    .flatMap(known -> account.users().ofId(known.key().user()));
        }
        return call.text("OpenIDConnectProviderArn").flatMap(account::provider);
    }

    /** What a call names that is not there, or is no single thing. */
    private static String resource(QueryCall call, Account account) {
        for (EntityType type :
                List.of(
                        EntityType.GROUP,
                        EntityType.INSTANCE_PROFILE,
                        EntityType.ROLE,
                        EntityType.USER)) {
            Optional<String> name = call.text(type.member() + "Name");
            if (name.isPresent()) {
                return type.arn(account.id(), call.text("Path").orElse("/"), name.get());
            }
        }
        for (String member : List.of("PolicyArn", "OpenIDConnectProviderArn", "PolicySourceArn")) {
            if (call.text(member).isPresent()) {
                return call.required(member);
            }
        }
        if (call.action().equals("CreatePolicy")) {
            return EntityType.POLICY.arn(
                    account.id(), call.text("Path").orElse("/"), call.required("PolicyName"));
        }
        if (call.text("AWSServiceName").isPresent()) {
            return EntityType.ROLE.arn(
                    account.id(),
                    "/aws-service-role/" + call.required("AWSServiceName") + "/",
                    "*");
        }
        return manyOrAll(call, account);
    }

    private static String manyOrAll(QueryCall call, Account account) {
        return switch (call.action()) {
            case "ListUsers" -> below(EntityType.USER, call, account);
            case "ListGroups" -> below(EntityType.GROUP, call, account);
            case "ListRoles" -> below(EntityType.ROLE, call, account);
            case "ListPolicies" -> below(EntityType.POLICY, call, account);
            case "ListInstanceProfiles" -> below(EntityType.INSTANCE_PROFILE, call, account);
            case "CreateOpenIDConnectProvider", "ListOpenIDConnectProviders" ->
                    EntityType.OPEN_ID_PROVIDER.arn(
                            account.id(),
                            "/",
                            call.text("Url")
                                    .map(url -> url.replaceFirst("^https?://", ""))
                                    .orElse(""));
            // Those that are about the caller itself if they name nobody.
            case "GetUser",
                    "CreateAccessKey",
                    "ListAccessKeys",
                    "UpdateAccessKey",
                    "DeleteAccessKey" ->
                    call.principal().arn();
            default -> "*";
        };
    }

    private static String below(EntityType type, QueryCall call, Account account) {
        return type.arn(account.id(), call.text("PathPrefix").orElse("/"), "");
    }

    private static Map<String, List<String>> values(QueryCall call, List<Tag> tags) {
        Map<String, List<String>> values = new HashMap<>();
        tags.forEach(tag -> {
            values.put("aws:ResourceTag/" + tag.key(), List.of(tag.value()));
            values.put("iam:ResourceTag/" + tag.key(), List.of(tag.value()));
        });
        List<String> keys = new ArrayList<>(call.texts("TagKeys"));
        for (Parameters tag : call.parameters().structures("Tags")) {
            keys.add(tag.required("Key"));
            values.put("aws:RequestTag/" + tag.required("Key"), List.of(tag.required("Value")));
        }
        values.put("aws:TagKeys", keys);
        put(values, "iam:PolicyARN", call.text("PolicyArn"));
        put(values, "iam:PermissionsBoundary", call.text("PermissionsBoundary"));
        put(values, "iam:AWSServiceName", call.text("AWSServiceName"));
        return values;
    }

    private static void put(Map<String, List<String>> values, String key, Optional<String> value) {
        value.ifPresent(there -> values.put(key, List.of(there)));
    }
}
