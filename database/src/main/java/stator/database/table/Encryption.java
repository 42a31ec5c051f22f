package stator.database.table;

/**
 * Server-side encryption as set by the client.
 *
 * @param kms whether a KMS key was asked for; otherwise the service's own key is used and
 *     descriptions show nothing
 * @param keyArn the ARN of the KMS key; empty if not {@code kms}
 */
public record Encryption(boolean kms, String keyArn) {
    public Encryption {
        assert kms || keyArn.isEmpty() : "A key of KMS that was not asked for";
    }

    /** The service's own key. */
    public static final Encryption OWNED = new Encryption(false, "");

    /** The same with the key of the same name in another region. */
    Encryption in(String region) {
        String[] parts = keyArn.split(":", 5);
        if (parts.length < 5) {
            return this;
        }
        parts[3] = region;
        return new Encryption(kms, String.join(":", parts));
    }
}
