package stator.identity.signature;

import java.util.Objects;

/**
 * What a signing key is good for: one day, one region, one service.
 *
 * @param day eight digits
 * @param text all of it, as it is signed
 */
public record CredentialScope(String day, String region, String service, String text) {
    /** What every scope ends with. */
    static final String TERMINATOR = "aws4_request";

    public CredentialScope {
        Objects.requireNonNull(day);
        Objects.requireNonNull(region);
        Objects.requireNonNull(service);
    }

    /** The scope of these parts. */
    public CredentialScope(String day, String region, String service) {
        this(day, region, service, day + "/" + region + "/" + service + "/" + TERMINATOR);
    }

    @Override
    public String toString() {
        return text;
    }
}
