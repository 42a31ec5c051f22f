package stator.iam.entity;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * An access key of a user.
 *
 * @param user the id of the user
 * @param secret sealed
 * @param isActive whether one can sign with it
 */
public record UserKey(
        String id,
        String user,
        byte[] secret,
        boolean isActive,
        Instant created,
        Optional<Use> use) {
    /** When and for what it was used last. */
    public record Use(Instant at, String service, String region) {}

    /** The same key when one can, or cannot, sign with it. */
    public UserKey active(boolean other) {
        return new UserKey(id, user, secret, other, created, use);
    }

    /** The same key after it was used. */
    public UserKey used(Use last) {
        return new UserKey(id, user, secret, isActive, created, Optional.of(last));
    }

    /** What it is kept as. */
    public Document document() {
        Document document =
                new Document()
                        .put("Id", id)
                        .put("User", user)
                        .put("Secret", Base64.getEncoder().encodeToString(secret))
                        .put("Active", isActive)
                        .put("Created", created)
                        .put("Used", use.map(Use::at));
        use.ifPresent(last -> document.put("Service", last.service()).put("Region", last.region()));
        return document;
    }

    /** The key that a document is. */
    public static UserKey of(Document document) {
        return new UserKey(
                document.text("Id"),
                document.text("User"),
                Base64.getDecoder().decode(document.text("Secret")),
                document.isTrue("Active"),
                document.time("Created"),
                document.findTime("Used")
                        .map(at -> new Use(at, document.text("Service"), document.text("Region"))));
    }

    /** Secrets must not get into logs. */
    @Override
    public String toString() {
        return "UserKey[" + id + "]";
    }
}
