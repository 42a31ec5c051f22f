package stator.identity.signature;

import java.util.Objects;

/**
 * What a signing key is good for: one day, one region, one service.
 *
 * @param day eight digits
 */
public record CredentialScope(String day, String region, String service) {
    /** What every scope ends with. */
    static final String TERMINATOR = "aws4_request";

    public CredentialScope {
        Objects.requireNonNull(day);
        Objects.requireNonNull(region);
        Objects.requireNonNull(service);
    }

    @Override
    public String toString() {
        return day + "/" + region + "/" + service + "/" + TERMINATOR;
    }
}
