package stator.server.cluster;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import stator.identity.account.SecretSeal;
import stator.server.security.KeyFile;
import stator.server.security.KeyFileException;
import stator.storage.SharedStore;

/**
 * What all servers before one store seal secrets with, so that each can open what another sealed: a
 * key in the store, or one in a file that each server is given. The store knows what the key has to
 * be, and a server with another one is refused.
 */
public final class ClusterSeal implements Supplier<SecretSeal> {
    private static final String KEY = "seal";
    private static final String KEY_CHECK = "seal-check";
    private static final String CHECK_PREFIX = "stator seal ";

    private final byte[] key;

    private ClusterSeal(byte[] key) {
        this.key = key;
    }

    /**
     * Finds the key.
     *
     * @param given the file of the key, if somebody chose one
     * @param before where the key was before keys were in the store; it is put there
     * @throws KeyFileException if it is not the key of the store
     */
    public static ClusterSeal of(SharedStore shared, Optional<Path> given, Path before) {
        byte[] key =
                given.map(KeyFile::key).orElseGet(() -> shared.secret(KEY, () -> firstKey(before)));
        byte[] check = check(key);
        if (!MessageDigest.isEqual(check, shared.secret(KEY_CHECK, () -> check))) {
            throw new KeyFileException(
                    given.isPresent()
                            ? "The secrets in this keyspace are sealed with another key than that of "
                                    + given.get()
                                    + ". Give --auth-key-file the file that the other servers have, or"
                                    + " leave it out if they have none."
                            : "The secrets in this keyspace are sealed with the key of a file. Give"
                                    + " --auth-key-file the file that the other servers have.");
        }
        return new ClusterSeal(key);
    }

    private static byte[] firstKey(Path before) {
        if (Files.exists(before)) {
            return KeyFile.key(before);
        }
        byte[] random = new byte[SecretSeal.KEY_BYTES];
        new SecureRandom().nextBytes(random);
        return random;
    }

    /** Tells one key from others, and does not tell the key. */
    private static byte[] check(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(CHECK_PREFIX.getBytes(StandardCharsets.US_ASCII));
            return digest.digest(key);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    @Override
    public SecretSeal get() {
        return new SecretSeal(key);
    }
}
