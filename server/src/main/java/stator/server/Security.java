package stator.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import stator.door.audit.AuditLog;
import stator.door.caller.AuthMode;
import stator.identity.account.KeyPair;
import stator.server.security.Tls;

/**
 * Who is let in.
 *
 * @param mode how strictly callers are looked at
 * @param skew how far a client's clock may be off
 * @param keyFile what secrets are sealed with; {@link #KEY_BESIDE_DATA} for where the engine has it
 * @param rootKey of the first account; without an id if nobody chose one
 * @param metricsToken with which metrics may be read; empty if there is none
 * @param tls whether connections can be encrypted
 * @param auditPlace where calls are recorded; without a path if they are not
 */
public record Security(
        AuthMode mode,
        Duration skew,
        Path keyFile,
        KeyPair rootKey,
        String metricsToken,
        Tls tls,
        AuditLog.Place auditPlace) {
    /** The key is in the data directory, or in memory if the data is. */
    static final Path KEY_BESIDE_DATA = Path.of("");

    private static final KeyPair NO_KEY = new KeyPair("", "");

    static final AuditLog.Place NO_AUDIT = new AuditLog.Place(Path.of(""), 1, 1);

    /** Everybody may do everything. */
    public static final Security OFF = of(AuthMode.OFF);

    /** A mode with all else as it is right for most. */
    public static Security of(AuthMode mode) {
        return new Security(
                mode, Duration.ofMinutes(5), KEY_BESIDE_DATA, NO_KEY, "", Tls.OFF, NO_AUDIT);
    }

    /** The same with a key for the root of the first account. */
    public Security withRootKey(KeyPair key) {
        return new Security(mode, skew, keyFile, key, metricsToken, tls, auditPlace);
    }

    /** The same with a token with which metrics may be read. */
    public Security withMetricsToken(String token) {
        return new Security(mode, skew, keyFile, rootKey, token, tls, auditPlace);
    }

    /** The same with encrypted connections. */
    public Security withTls(Tls other) {
        return new Security(mode, skew, keyFile, rootKey, metricsToken, other, auditPlace);
    }

    /** The same with a record of each call. */
    public Security withAudit(AuditLog.Place place) {
        return new Security(mode, skew, keyFile, rootKey, metricsToken, tls, place);
    }

    /** Where calls are recorded; empty if they are not. */
    Optional<AuditLog.Place> audit() {
        return auditPlace.equals(NO_AUDIT) ? Optional.empty() : Optional.of(auditPlace);
    }

    /** The key that somebody chose for the root of the first account. */
    Optional<KeyPair> chosenRootKey() {
        return rootKey.id().isEmpty() ? Optional.empty() : Optional.of(rootKey);
    }

    /** Whether callers are looked at at all. */
    boolean isOn() {
        return mode != AuthMode.OFF;
    }
}
