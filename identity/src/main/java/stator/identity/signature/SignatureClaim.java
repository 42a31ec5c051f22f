package stator.identity.signature;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says about its signature, in the form that it must have. Nothing of it is proved.
 *
 * @param time as it was sent and signed
 * @param at the moment that {@code time} names
 * @param token of temporary credentials; empty for others
 * @param validSeconds how long a signature in the query holds; 0 for one in a header
 */
public record SignatureClaim(
        String accessKey,
        CredentialScope scope,
        List<String> signedHeaders,
        String signature,
        String time,
        Instant at,
        String token,
        int validSeconds) {
    /** How long a signature in the query may hold at most: seven days. */
    public static final int VALID_SECONDS_MAX = 7 * 24 * 60 * 60;

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    public SignatureClaim {
        signedHeaders = List.copyOf(signedHeaders);
        if (validSeconds < 0 || validSeconds > VALID_SECONDS_MAX) {
            throw new IllegalArgumentException("seconds: " + validSeconds);
        }
    }

    /** Whether it stands in the query: the request was signed in advance. */
    public boolean isPresigned() {
        return validSeconds > 0;
    }

    /** Reads the claim; empty if there is none or it has not the form of Signature Version 4. */
    public static Optional<SignatureClaim> of(SignableRequest request) {
        List<String> header = request.values("authorization");
        Map<String, String> query = parameters(request.query());
        boolean inQuery = query.containsKey("X-Amz-Algorithm");
        if (header.size() > 1 || header.isEmpty() != inQuery) {
            return Optional.empty();
        }
        try {
            return inQuery ? ofQuery(query) : ofHeader(header.getFirst().strip(), request);
        } catch (DateTimeException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<SignatureClaim> ofHeader(String header, SignableRequest request) {
        if (!header.startsWith(ALGORITHM + " ")) {
            return Optional.empty();
        }
        Map<String, String> parts = new HashMap<>();
        for (String part : header.substring(ALGORITHM.length()).split("[, ]+")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
        return of(
                parts.getOrDefault("Credential", ""),
                parts.getOrDefault("SignedHeaders", ""),
                parts.getOrDefault("Signature", ""),
                request.first("x-amz-date").strip(),
                request.first("x-amz-security-token").strip(),
                0);
    }

    private static Optional<SignatureClaim> ofQuery(Map<String, String> query) {
        int seconds = Integer.parseInt(query.getOrDefault("X-Amz-Expires", ""));
        if (!query.get("X-Amz-Algorithm").equals(ALGORITHM)
                || seconds < 1
                || seconds > VALID_SECONDS_MAX) {
            return Optional.empty();
        }
        return of(
                query.getOrDefault("X-Amz-Credential", ""),
                query.getOrDefault("X-Amz-SignedHeaders", ""),
                query.getOrDefault("X-Amz-Signature", ""),
                query.getOrDefault("X-Amz-Date", ""),
                query.getOrDefault("X-Amz-Security-Token", ""),
                seconds);
    }

    private static Optional<SignatureClaim> of(
            String credential,
            String headers,
            String signature,
            String time,
            String token,
            int seconds) {
        String[] parts = credential.split("/", -1);
        boolean fits =
                parts.length == 5
                        && parts[4].equals(CredentialScope.TERMINATOR)
                        && time.startsWith(parts[1] + "T")
                        && !parts[0].isEmpty()
                        && !headers.isEmpty()
                        && !signature.isEmpty();
        if (!fits) {
            return Optional.empty();
        }
        return Optional.of(
                new SignatureClaim(
                        parts[0],
                        new CredentialScope(parts[1], parts[2], parts[3]),
                        List.of(headers.split(";")),
                        signature,
                        time,
                        LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC),
                        token,
                        seconds));
    }

    private static Map<String, String> parameters(String query) {
        if (!query.contains("X-Amz-")) {
            return Map.of();
        }
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.putIfAbsent(
                        parameter.substring(0, equals), text(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String text(String encoded) {
        return new String(CanonicalRequest.decoded(encoded), StandardCharsets.UTF_8);
    }
}
