package stator.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;
import stator.door.audit.AuditLog;
import stator.door.caller.AuthMode;
import stator.identity.account.KeyPair;
import stator.server.security.Tls;

/** Who is let in, as the command line says it. */
final class SecurityOptions {
    /** A secret never stands on a command line, where every process can read it. */
    private static final String SECRET_VARIABLE = "STATOR_ROOT_SECRET_ACCESS_KEY";

    /** As IAM's model has it. */
    private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_]{16,128}");

    private static final int SECRET_LENGTH_MIN = 16;
    private static final String SELF_SIGNED = "self-signed";
    private static final int SKEW_MINUTES_MAX = 24 * 60;

    @Option(
            names = "--auth",
            paramLabel = "MODE",
            description = {
                "Whom to let in: off (everybody, with any credentials), warn (everybody; tells in the"
                        + " log and in the header x-stator-denied what would be refused) or enforce"
                        + " (who signs with a key of this server, as far as policies allow)."
                        + " Default: off; with --allow-remote enforce."
            })
    private AuthMode mode;

    @Option(
            names = "--auth-max-skew",
            paramLabel = "MINUTES",
            description = "How far a client's clock may be off. Default: 5, as AWS.")
    private int skewMinutes = 5;

    @Option(
            names = "--auth-key-file",
            paramLabel = "FILE",
            description = {
                "The file with the key that secrets are encrypted with; made if it is not there."
                        + " Default: identity.key in the data directory."
            })
    private Path keyFile = Security.KEY_BESIDE_DATA;

    @Option(
            names = "--root-access-key-id",
            paramLabel = "ID",
            description = {
                "The access key of the first account's root. By default the first start that needs"
                        + " one makes it and shows it once."
            })
    private String rootKeyId = "";

    @Option(
            names = "--root-secret-access-key-file",
            paramLabel = "FILE",
            description = {
                "The file with its secret. Or give it in the environment:"
                        + " STATOR_ROOT_SECRET_ACCESS_KEY."
            })
    private Path rootSecretFile;

    @Option(
            names = "--metrics-token-file",
            paramLabel = "FILE",
            description = {
                "The file with a token with which /metrics may be read although callers must sign:"
                        + " Authorization: Bearer TOKEN."
            })
    private Path metricsTokenFile;

    @Option(
            names = "--audit-log",
            paramLabel = "FILE",
            description = {
                "Record each call of an accepted caller in this file: a line of JSON each, in the"
                        + " format of AWS CloudTrail. Default: no record."
            })
    private Path auditLog = Path.of("");

    @Option(
            names = "--audit-log-max-megabytes",
            paramLabel = "N",
            description = "Put that file aside when it is as long as this. Default: 100.")
    private int auditMegabytes = 100;

    @Option(
            names = "--audit-log-files",
            paramLabel = "N",
            description = "How many files to keep; older ones are deleted. Default: 10.")
    private int auditFiles = 10;

    @Option(
            names = "--tls",
            paramLabel = "HOW",
            description = {
                "self-signed: take encrypted connections, too, with a certificate that the server"
                        + " makes and that clients are told to trust."
            })
    private String tls = "";

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = {
                "Take encrypted connections, too, with this certificate (PEM, the authorities that"
                        + " gave it after it). It is read again when it changes."
            })
    private Path tlsCertificate = Tls.NO_FILE;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The private key of --tls-certificate (PEM, not encrypted).")
    private Path tlsKey = Tls.NO_FILE;

    @Option(
            names = "--tls-port",
            paramLabel = "PORT",
            description = "Where to take encrypted connections. Default: 8443.")
    private int tlsPort = 8443;

    /**
     * What was chosen.
     *
     * @throws ConfigurationException if it contradicts itself; the message says what to do
     */
    Security security(boolean allowRemote, Map<String, String> environment) {
        if (skewMinutes < 1 || skewMinutes > SKEW_MINUTES_MAX) {
            throw new ConfigurationException(
                    "--auth-max-skew must be between 1 and " + SKEW_MINUTES_MAX + " minutes.");
        }
        AuthMode chosen = mode != null ? mode : allowRemote ? AuthMode.ENFORCE : AuthMode.OFF;
        return new Security(
                chosen,
                Duration.ofMinutes(skewMinutes),
                keyFile,
                rootKey(environment),
                metricsTokenFile == null ? "" : read("--metrics-token-file", metricsTokenFile),
                tls(),
                audit());
    }

    private AuditLog.Place audit() {
        if (auditMegabytes < 1 || auditFiles < 1) {
            throw new ConfigurationException(
                    "--audit-log-max-megabytes and --audit-log-files must be 1 at least.");
        }
        return auditLog.equals(Path.of(""))
                ? Security.NO_AUDIT
                : new AuditLog.Place(auditLog, (long) auditMegabytes << 20, auditFiles);
    }

    private Tls tls() {
        boolean hasCertificate = !tlsCertificate.equals(Tls.NO_FILE);
        if (hasCertificate != !tlsKey.equals(Tls.NO_FILE)) {
            throw new ConfigurationException(
                    "--tls-certificate and --tls-key belong together: give both.");
        }
        if (!tls.isEmpty() && !tls.equals(SELF_SIGNED)) {
            throw new ConfigurationException(
                    "--tls can only be 'self-signed'. A certificate of your own is"
                            + " --tls-certificate and --tls-key.");
        }
        if (hasCertificate && !tls.isEmpty()) {
            throw new ConfigurationException(
                    "--tls self-signed and --tls-certificate contradict each other. Leave one of"
                            + " them out.");
        }
        if (hasCertificate) {
            return Tls.of(tlsPort, tlsCertificate, tlsKey);
        }
        return tls.isEmpty() ? Tls.OFF : Tls.selfSigned(tlsPort);
    }

    private KeyPair rootKey(Map<String, String> environment) {
        String secret = secret(environment);
        if (rootKeyId.isEmpty() != secret.isEmpty()) {
            throw new ConfigurationException(
                    "--root-access-key-id and its secret belong together: give the secret with"
                            + " --root-secret-access-key-file or in "
                            + SECRET_VARIABLE
                            + ".");
        }
        if (rootKeyId.isEmpty()) {
            return new KeyPair("", "");
        }
        if (!KEY_ID.matcher(rootKeyId).matches()) {
            throw new ConfigurationException(
                    "--root-access-key-id must be 16 to 128 letters and digits, such as"
                            + " AKIAIOSFODNN7EXAMPLE.");
        }
        if (secret.length() < SECRET_LENGTH_MIN) {
            throw new ConfigurationException(
                    "The secret of --root-access-key-id must have at least "
                            + SECRET_LENGTH_MIN
                            + " characters.");
        }
        return new KeyPair(rootKeyId, secret);
    }

    private static String read(String option, Path file) {
        try {
            String text = Files.readString(file).strip();
            if (!text.isEmpty()) {
                return text;
            }
        } catch (IOException e) {
            // Told like an empty file: there is nothing to be had from it.
        }
        throw new ConfigurationException(
                "The file of " + option + " cannot be read, or is empty: " + file);
    }

    private String secret(Map<String, String> environment) {
        if (rootSecretFile == null) {
            return environment.getOrDefault(SECRET_VARIABLE, "").strip();
        }
        return read("--root-secret-access-key-file", rootSecretFile);
    }
}
