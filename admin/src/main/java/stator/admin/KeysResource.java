package stator.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.door.Reply;
import stator.identity.Principal;
import stator.identity.account.AccessKey;
import stator.identity.account.KeyPair;
import stator.identity.account.RootKeys;

/**
 * The resource {@code /_stator/keys}: the access keys of the roots of accounts. GET shows their
 * ids, POST to {@code /ACCOUNT} makes one and tells its secret this once, and DELETE of {@code /ID}
 * ends one.
 */
final class KeysResource implements Resource {
    private static final String PATH = "/_stator/keys";
    private static final String ACCOUNT = "[0-9]{12}";

    private final RootKeys keys;

    KeysResource(RootKeys keys) {
        this.keys = keys;
    }

    @Override
    public Optional<Reply> answer(String method, String path, byte[] body) {
        if (!path.equals(PATH) && !path.startsWith(PATH + "/")) {
            return Optional.empty();
        }
        String name = path.length() > PATH.length() ? path.substring(PATH.length() + 1) : "";
        return switch (method) {
            case "GET" -> name.isEmpty() ? Optional.of(shown()) : Optional.empty();
            case "POST" -> name.matches(ACCOUNT) ? Optional.of(made(name)) : Optional.empty();
            case "DELETE" -> keys.find(name, "").map(this::removed);
            default -> Optional.empty();
        };
    }

    private Reply shown() {
        List<Map<String, Object>> shown = new ArrayList<>();
        for (AccessKey key : keys.all()) {
            shown.add(Members.of("Account", key.account(), "AccessKeyId", key.id()));
        }
        return json(Members.of("Keys", shown));
    }

    private Reply made(String account) {
        KeyPair pair = keys.make(account);
        return json(
                Members.of(
                        "Account",
                        account,
                        "AccessKeyId",
                        pair.id(),
                        "SecretAccessKey",
                        pair.secret()));
    }

    /** Without the last key of the first account nobody could make another one. */
    private Reply removed(AccessKey key) {
        String first = Principal.DEFAULT_ACCOUNT;
        if (key.account().equals(first) && keys.ids(first).size() == 1) {
            String message = "This is the last key of account " + first + ". Make another first.";
            return Reply.of(409, Reply.JSON, Json.compact(Map.of("message", message)));
        }
        keys.remove(key.account(), key.id());
        return shown();
    }

    private static Reply json(Object value) {
        return Reply.of(200, Reply.JSON, Json.compact(value));
    }
}
