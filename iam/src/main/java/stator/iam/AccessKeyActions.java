package stator.iam;

import java.util.List;
import java.util.Map;
import stator.iam.directory.Account;
import stator.iam.directory.Directory;
import stator.iam.entity.User;
import stator.iam.entity.UserKey;
import stator.iam.query.Action;
import stator.iam.query.Page;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;
import stator.identity.account.KeyPair;

/** Access keys of users. */
final class AccessKeyActions {
    private static final String ACTIVE = "Active";

    private final Finder finder;
    private final Directory directory;

    AccessKeyActions(Finder finder) {
        this.finder = finder;
        directory = finder.directory();
    }

    Map<String, Action> actions() {
        return Map.of(
                "CreateAccessKey", this::create,
                "ListAccessKeys", this::list,
                "UpdateAccessKey", this::update,
                "DeleteAccessKey", this::delete,
                "GetAccessKeyLastUsed", this::lastUsed);
    }

    private void create(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        User user = finder.callerOr(call, "UserName");
        Quota.ACCESS_KEYS_PER_USER.require(directory.keys(user).size() + 1);
        KeyPair made = directory.makeKey(account, user);
        UserKey key = directory.key(made.id()).orElseThrow().key();
        result.element(
                "AccessKey",
                () ->
                        result.text("UserName", user.name())
                                .text("AccessKeyId", made.id())
                                .text("Status", ACTIVE)
                                .text("SecretAccessKey", made.secret())
                                .time("CreateDate", key.created()));
    }

    private void list(QueryCall call, QueryXml result) {
        User user = finder.callerOr(call, "UserName");
        List<UserKey> keys = directory.keys(user);
        Page.of(call, keys, UserKey::id)
                .write(
                        result,
                        "AccessKeyMetadata",
                        key ->
                                result.text("UserName", user.name())
                                        .text("AccessKeyId", key.id())
                                        .text("Status", status(key))
                                        .time("CreateDate", key.created()));
    }

    private static String status(UserKey key) {
        return key.isActive() ? ACTIVE : "Inactive";
    }

    private void update(QueryCall call, QueryXml result) {
        UserKey key = key(call);
        directory.put(call.account(), key.active(call.required("Status").equals(ACTIVE)));
    }

    private void delete(QueryCall call, QueryXml result) {
        directory.remove(call.account(), key(call));
    }

    private UserKey key(QueryCall call) {
        User user = finder.callerOr(call, "UserName");
        String id = call.required("AccessKeyId");
        return directory.keys(user).stream()
                .filter(key -> key.id().equals(id))
                .findFirst()
                .orElseThrow(() ->
                        IamErrors.noSuchEntity(
                                "The Access Key with id " + id + " cannot be found."));
    }

    /** Of a key that is not there, and of another account's, AWS says that it may not be asked. */
    private void lastUsed(QueryCall call, QueryXml result) {
        String id = call.required("AccessKeyId");
        Directory.KnownKey known =
                directory
                        .key(id)
                        .filter(key -> key.account().equals(call.account()))
                        .orElseThrow(() ->
                                IamErrors.accessDenied(
                                        "User: "
                                                + call.principal().arn()
                                                + " is not authorized to perform"
                                                + " iam:GetAccessKeyLastUsed on resource: access"
                                                + " key "
                                                + id));
        finder.account(call)
                .users()
                .ofId(known.key().user())
                .ifPresent(user -> result.text("UserName", user.name()));
        result.element("AccessKeyLastUsed", () -> lastUse(result, known.key()));
    }

    private static void lastUse(QueryXml result, UserKey key) {
        key.use()
                .ifPresentOrElse(
                        use ->
                                result.time("LastUsedDate", use.at())
                                        .text("ServiceName", use.service())
                                        .text("Region", use.region()),
                        () -> result.text("ServiceName", "N/A").text("Region", "N/A"));
    }
}
