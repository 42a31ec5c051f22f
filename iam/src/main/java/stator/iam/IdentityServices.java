package stator.iam;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import stator.door.Nameplate;
import stator.iam.directory.Directory;
import stator.iam.entity.Role;
import stator.iam.session.KnownIdentities;
import stator.iam.session.Session;
import stator.iam.session.Sessions;
import stator.iam.sts.StsService;
import stator.identity.account.AccessKey;
import stator.identity.account.CallerPolicies;
import stator.identity.account.Identities;
import stator.identity.account.IdentityStore;
import stator.identity.account.KeyPair;
import stator.identity.account.SecretSeal;

/**
 * IAM and STS over the same accounts, and whom they know. Thread-safe. Nothing is read or made
 * before somebody asks.
 */
public final class IdentityServices {
    private final Supplier<IdentityStore> records;
    private final Supplier<SecretSeal> seal;
    private final Clock clock;

    /** Guarded by this; written once. */
    private volatile Opened opened;

    private record Opened(Directory directory, Sessions sessions, KnownIdentities known) {}

    /**
     * @param records where accounts are kept
     * @param seal of secrets and tokens
     */
    public IdentityServices(
            Supplier<IdentityStore> records, Supplier<SecretSeal> seal, Clock clock) {
        this.records = records;
        this.seal = seal;
        this.clock = clock;
    }

    private Opened opened() {
        if (opened == null) {
            open();
        }
        return opened;
    }

    private synchronized void open() {
        if (opened == null) {
            SecureRandom random = new SecureRandom();
            SecretSeal sealed = seal.get();
            Directory directory = new Directory(records.get(), sealed, clock, random);
            Sessions sessions = new Sessions(sealed, random);
            opened = new Opened(directory, sessions, new KnownIdentities(directory, sessions));
        }
    }

    /** IAM, for the door. */
    public Nameplate iam() {
        return IamService.nameplate(() -> IamService.open(opened().directory, identities()));
    }

    /** STS, for the door. */
    public Nameplate sts() {
        return StsService.nameplate(
                () -> StsService.open(opened().directory, opened().sessions, identities(), clock));
    }

    /** What a session of a role signs with. */
    public record RoleKeys(KeyPair key, String token) {}

    /** Whether there is such a role. */
    public boolean hasRole(String roleArn) {
        return role(roleArn).isPresent();
    }

    /**
     * A new session of a role, which a service of ours begins for those who run with it.
     *
     * @return empty if there is no such role
     */
    public Optional<RoleKeys> assume(String roleArn, String sessionName, Duration duration) {
        return role(roleArn)
                .map(role -> {
                    KeyPair key = opened().sessions.newKey();
                    Instant now = opened().directory.now();
                    Session session =
                            new Session(
                                    key.id(),
                                    key.secret(),
                                    now,
                                    now.plus(duration),
                                    accountOf(roleArn),
                                    Session.Kind.ROLE,
                                    role.id(),
                                    sessionName,
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    List.of(),
                                    "");
                    return new RoleKeys(key, opened().sessions.open(session).text());
                });
    }

    private Optional<Role> role(String roleArn) {
        String account = accountOf(roleArn);
        String name = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        return account.isEmpty()
                ? Optional.empty()
                : opened().directory
                        .account(account)
                        .roles()
                        .find(name)
                        .filter(role -> role.arn(account).equals(roleArn));
    }

    private static String accountOf(String arn) {
        String[] parts = arn.split(":", 6);
        return parts.length == 6 ? parts[4] : "";
    }

    /** Users by their keys, and sessions by their tokens. */
    public Identities identities() {
        return new Identities() {
            @Override
            public long version() {
                return opened == null ? 0 : opened.known.version();
            }

            @Override
            public Optional<AccessKey> find(String accessKey, String sessionToken) {
                return opened().known.find(accessKey, sessionToken);
            }

            @Override
            public Optional<CallerPolicies> policies(String accessKey) {
                return opened().known.policies(accessKey);
            }

            @Override
            public void used(String accessKey, String service, String region, Instant at) {
                opened().known.used(accessKey, service, region, at);
            }
        };
    }
}
