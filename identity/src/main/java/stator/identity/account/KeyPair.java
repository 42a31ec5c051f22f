package stator.identity.account;

import java.security.SecureRandom;

/**
 * An id and a secret in the form that AWS gives them: clients check the length.
 *
 * @param id {@code AKIA} or {@code ASIA}, and 16 letters and digits
 * @param secret 40 characters
 */
public record KeyPair(String id, String secret) {
    /** What ids of lasting keys begin with. */
    public static final String LASTING = "AKIA";

    /** What ids of temporary keys begin with. */
    public static final String TEMPORARY = "ASIA";

    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_CHARACTERS =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final int ID_LENGTH = 16;
    private static final int SECRET_LENGTH = 40;

    /** A new one that nobody can guess. */
    public static KeyPair make(String prefix, SecureRandom random) {
        return new KeyPair(
                prefix + text(ID_CHARACTERS, ID_LENGTH, random),
                text(SECRET_CHARACTERS, SECRET_LENGTH, random));
    }

    private static String text(String characters, int length, SecureRandom random) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(characters.charAt(random.nextInt(characters.length())));
        }
        return text.toString();
    }

    /** Secrets must not get into logs. */
    @Override
    public String toString() {
        return "KeyPair[" + id + "]";
    }
}
