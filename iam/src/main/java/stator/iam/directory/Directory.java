package stator.iam.directory;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import stator.iam.entity.EntityType;
import stator.iam.entity.User;
import stator.iam.entity.UserKey;
import stator.identity.account.IdentityStore;
import stator.identity.account.KeyPair;
import stator.identity.account.SecretSeal;

/**
 * All accounts. Whoever reads or changes what an account has holds this object's lock, so that an
 * action sees no other half done; access keys and their users are found without it, since every
 * request asks.
 */
public final class Directory {
    private static final String KEYS = "IamAccessKey";
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ID_LENGTH = 17;

    /** How exactly it is kept when a key was used last; as exactly as AWS does. */
    private static final Duration USE_INTERVAL = Duration.ofMinutes(15);

    private final Keeper keeper;
    private final SecretSeal seal;
    private final Clock clock;
    private final SecureRandom random;
    private final AwsPolicies awsPolicies = new AwsPolicies();
    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, KnownKey> keys = new ConcurrentHashMap<>();

    /** A key and whose it is. */
    public record KnownKey(String account, UserKey key) {}

    /** Reads what was kept. */
    public Directory(IdentityStore records, SecretSeal seal, Clock clock, SecureRandom random) {
        keeper = new Keeper(records);
        this.seal = seal;
        this.clock = clock;
        this.random = random;
        synchronized (this) {
            Account.load(keeper, this::kept);
        }
        keeper.load(
                KEYS,
                (account, document) -> {
                    UserKey key = UserKey.of(document);
                    keys.put(key.id(), new KnownKey(account, key));
                });
    }

    /** An account; one that has nothing yet is remembered when it gets something. */
    public Account account(String id) {
        Account account = accounts.get(id);
        return account != null
                ? account
                : new Account(id, keeper, awsPolicies, made -> accounts.putIfAbsent(id, made));
    }

    private Account kept(String id) {
        return accounts.computeIfAbsent(id, this::account);
    }

    /** Whether an account has that alias: no two may have the same. */
    public boolean isAlias(String alias) {
        return accounts.values().stream()
                .anyMatch(account -> account.settings().alias().equals(alias));
    }

    /** Grows with every change of what somebody may do. */
    public long version() {
        return keeper.changes();
    }

    /** The time, to the second: AWS's times are no finer. */
    public Instant now() {
        return Instant.ofEpochSecond(clock.instant().getEpochSecond());
    }

    /** An id that no other entity has. */
    public String newId(EntityType type) {
        StringBuilder id = new StringBuilder(type.idPrefix());
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    // Access keys.

    /** The key of that id. */
    public Optional<KnownKey> key(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** The keys of a user, the oldest first. */
    public List<UserKey> keys(User user) {
        return keys.values().stream()
                .map(KnownKey::key)
                .filter(key -> key.user().equals(user.id()))
                .sorted(Comparator.comparing(UserKey::created).thenComparing(UserKey::id))
                .toList();
    }

    /** Makes a key. Its secret is told here and never again. */
    public KeyPair makeKey(Account account, User user) {
        KeyPair pair = KeyPair.make(KeyPair.LASTING, random);
        byte[] secret = pair.secret().getBytes(StandardCharsets.UTF_8);
        put(
                account.id(),
                new UserKey(
                        pair.id(),
                        user.id(),
                        seal.seal(pair.id(), secret),
                        true,
                        now(),
                        Optional.empty()));
        return pair;
    }

    /** Keeps a key in the place of the one of the same id. */
    public void put(String account, UserKey key) {
        keys.compute(
                key.id(),
                (id, before) -> {
                    keeper.put(KEYS, account, id, key.document());
                    return new KnownKey(account, key);
                });
    }

    /** Removes a key; nobody can sign with it from now on. */
    public void remove(String account, UserKey key) {
        keys.computeIfPresent(
                key.id(),
                (id, before) -> {
                    keeper.remove(KEYS, account, id);
                    return null;
                });
    }

    /** What the holder of a key signs with. */
    public String secret(UserKey key) {
        return new String(seal.open(key.id(), key.secret()), StandardCharsets.UTF_8);
    }

    /**
     * Takes note that a key was used. It is kept only now and then, so that it costs a request
     * nothing: a restart may forget the last quarter of an hour.
     */
    public void used(String id, String service, String region, Instant at) {
        keys.computeIfPresent(
                id,
                (same, known) -> {
                    UserKey key = known.key();
                    boolean isKept =
                            key.use()
                                    .filter(use -> at.isBefore(use.at().plus(USE_INTERVAL)))
                                    .isPresent();
                    if (isKept && isSame(key.use().get(), service, region)) {
                        return known;
                    }
                    Instant since = isKept ? key.use().get().at() : at;
                    UserKey used = key.used(new UserKey.Use(since, service, region));
                    if (!isKept) {
                        keeper.note(KEYS, known.account(), id, used.document());
                    }
                    return new KnownKey(known.account(), used);
                });
    }

    private static boolean isSame(UserKey.Use use, String service, String region) {
        return use.service().equals(service) && use.region().equals(region);
    }
}
