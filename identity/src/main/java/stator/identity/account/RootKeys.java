package stator.identity.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import stator.identity.Principal;
import stator.identity.policy.Caller;

/**
 * The access keys of the roots of accounts: an account is there as soon as its root has a key.
 * Thread-safe.
 *
 * <p>Each key is a record of its own, its secret sealed for the id.
 */
public final class RootKeys implements Identities {
    private static final String KIND = "RootKey";

    private final IdentityStore records;
    private final SecretSeal seal;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, AccessKey> byId = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    /**
     * Reads the keys.
     *
     * @throws BrokenSealException if they were sealed with another key
     */
    public RootKeys(IdentityStore records, SecretSeal seal) {
        this.records = records;
        this.seal = seal;
        for (IdentityStore.Entry entry : records.all(KIND)) {
            byte[] secret = seal.open(entry.id(), entry.bytes());
            byId.put(
                    entry.id(),
                    key(
                            entry.account(),
                            new KeyPair(entry.id(), new String(secret, StandardCharsets.UTF_8))));
        }
    }

    private static AccessKey key(String account, KeyPair pair) {
        Principal root = Principal.root(account, "");
        return new AccessKey(
                pair.id(), pair.secret(), "", Instant.MAX, account, root.arn(), account, "");
    }

    /** The ids of an account's keys, in their order. */
    public List<String> ids(String account) {
        return byId.values().stream()
                .filter(key -> key.account().equals(account))
                .map(AccessKey::id)
                .sorted()
                .toList();
    }

    /** All of them, by their accounts and ids. */
    public List<AccessKey> all() {
        return byId.values().stream()
                .sorted(Comparator.comparing(AccessKey::account).thenComparing(AccessKey::id))
                .toList();
    }

    /** Whether there is none at all. */
    public boolean isEmpty() {
        return byId.isEmpty();
    }

    /** Makes a key. Its secret is told here and never again. */
    public KeyPair make(String account) {
        KeyPair pair = KeyPair.make(KeyPair.LASTING, random);
        put(account, pair);
        return pair;
    }

    /** Keeps a key that somebody else made, in the place of the one of the same id. */
    public void put(String account, KeyPair pair) {
        AccessKey key = key(account, pair);
        byte[] secret = pair.secret().getBytes(StandardCharsets.UTF_8);
        records.put(KIND, account, pair.id(), seal.seal(pair.id(), secret));
        AccessKey before = byId.put(pair.id(), key);
        if (before != null && !before.account().equals(account)) {
            records.remove(KIND, before.account(), pair.id());
        }
        version.incrementAndGet();
    }

    /** Removes a key; nobody can sign with it from now on. */
    public void remove(String account, String id) {
        records.remove(KIND, account, id);
        byId.remove(id);
        version.incrementAndGet();
    }

    @Override
    public long version() {
        return version.get();
    }

    @Override
    public Optional<AccessKey> find(String accessKey, String sessionToken) {
        return Optional.ofNullable(byId.get(accessKey));
    }

    @Override
    public Optional<CallerPolicies> policies(String accessKey) {
        return find(accessKey, "")
                .map(key ->
                        new CallerPolicies(
                                new Caller(key.account(), key.arn(), ""),
                                List.of(),
                                List.of(),
                                List.of(),
                                Map.of(
                                        "aws:PrincipalType", List.of("Account"),
                                        "aws:userid", List.of(key.account()))));
    }
}
