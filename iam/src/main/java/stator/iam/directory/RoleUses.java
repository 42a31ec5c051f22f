package stator.iam.directory;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import stator.iam.entity.Document;
import stator.iam.entity.Role;

/**
 * When sessions of the roles of an account were used last. It is kept now and then only, so that it
 * costs a request nothing. Thread-safe.
 */
public final class RoleUses {
    private static final String KIND = "IamRoleUse";

    /** As exactly as AWS does. */
    private static final Duration INTERVAL = Duration.ofMinutes(15);

    /** When and where a role was used last. */
    public record Use(Instant at, String region) {}

    private final Keeper keeper;
    private final String account;
    private final ConcurrentMap<String, Use> byRole = new ConcurrentHashMap<>();

    RoleUses(Keeper keeper, String account) {
        this.keeper = keeper;
        this.account = account;
    }

    static void load(Keeper keeper, Account.AccountFinder accounts) {
        keeper.load(
                KIND,
                (id, document) ->
                        accounts.account(id)
                                .roleUses()
                                .byRole
                                .put(
                                        document.text("Id"),
                                        new Use(document.time("Used"), document.text("Region"))));
    }

    /** Takes note that a session of a role was used. */
    public void note(String roleId, String region, Instant at) {
        Use known = byRole.get(roleId);
        if (known != null && known.region.equals(region) && at.isBefore(known.at.plus(INTERVAL))) {
            return;
        }
        byRole.put(roleId, new Use(at, region));
        Document document = new Document().put("Id", roleId).put("Used", at).put("Region", region);
        keeper.note(KIND, account, roleId, document);
    }

    /** The last use of a role; empty if there was none. */
    public Optional<Use> find(Role role) {
        return Optional.ofNullable(byRole.get(role.id()));
    }

    /** Forgets a role that is gone. */
    public void remove(Role role) {
        if (byRole.remove(role.id()) != null) {
            keeper.remove(KIND, account, role.id());
        }
    }
}
