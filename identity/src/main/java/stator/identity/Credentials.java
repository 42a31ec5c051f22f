package stator.identity;

import java.util.Map;
import java.util.Optional;

/**
 * Who calls.
 *
 * @param sessionToken of temporary credentials; empty for others
 */
public record Credentials(String accessKey, String secretKey, String sessionToken) {
    private static final String ACCESS_KEY = "aws_access_key_id";
    private static final String SECRET_KEY = "aws_secret_access_key";
    private static final String SESSION_TOKEN = "aws_session_token";

    /** Credentials without a session. */
    public Credentials(String accessKey, String secretKey) {
        this(accessKey, secretKey, "");
    }

    /** Those of the environment, under the names that all of AWS's clients know. */
    public static Optional<Credentials> of(Map<String, String> environment) {
        return of(
                environment.get("AWS_ACCESS_KEY_ID"),
                environment.get("AWS_SECRET_ACCESS_KEY"),
                environment.get("AWS_SESSION_TOKEN"));
    }

    /** Those of a profile. */
    public static Optional<Credentials> of(Profile profile) {
        return of(
                profile.find(ACCESS_KEY).orElse(null),
                profile.find(SECRET_KEY).orElse(null),
                profile.find(SESSION_TOKEN).orElse(null));
    }

    private static Optional<Credentials> of(String access, String secret, String token) {
        boolean isThere = access != null && secret != null && !access.isBlank();
        return isThere
                ? Optional.of(
                        new Credentials(access.strip(), secret.strip(), token == null ? "" : token))
                : Optional.empty();
    }

    /** Secrets must not get into logs. */
    @Override
    public String toString() {
        return "Credentials[" + accessKey + "]";
    }
}
