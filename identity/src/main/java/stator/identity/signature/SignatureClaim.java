package stator.identity.signature;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
    private static final String CREDENTIAL = "Credential=";
    private static final String SIGNED_HEADERS = "SignedHeaders=";
    private static final String SIGNATURE = "Signature=";

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

    /** What a credential and a list of headers say, as they were sent. */
    private record Parts(
            String credential,
            String headers,
            String accessKey,
            CredentialScope scope,
            List<String> signedHeaders) {}

    /**
     * Remembers the last credential and headers, which most often are the next ones, too.
     * Thread-safe.
     */
    public static final class Recent {
        private volatile Parts parts = new Parts("", "", "", null, List.of());

        private Parts parts(String credential, String headers) {
            Parts last = parts;
            boolean isSame = last.credential.equals(credential) && last.headers.equals(headers);
            if (isSame) {
                return last;
            }
            String[] words = credential.split("/", -1);
            boolean fits = words.length == 5 && words[4].equals(CredentialScope.TERMINATOR);
            Parts read =
                    new Parts(
                            credential,
                            headers,
                            words[0],
                            fits ? new CredentialScope(words[1], words[2], words[3]) : null,
                            List.of(headers.split(";")));
            if (fits) {
                parts = read;
            }
            return read;
        }
    }

    /** Reads the claim; empty if there is none or it has not the form of Signature Version 4. */
    public static Optional<SignatureClaim> of(SignableRequest request) {
        return of(request, new Recent());
    }

    /** The same for somebody who reads many. */
    public static Optional<SignatureClaim> of(SignableRequest request, Recent recent) {
        int headers = request.headers().count("authorization");
        Map<String, String> query = parameters(request.query());
        boolean inQuery = query.containsKey("X-Amz-Algorithm");
        if (headers > 1 || (headers == 0) != inQuery) {
            return Optional.empty();
        }
        try {
            return inQuery
                    ? ofQuery(query, recent)
                    : ofHeader(request.first("authorization").strip(), request, recent);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<SignatureClaim> ofHeader(
            String header, SignableRequest request, Recent recent) {
        if (!header.startsWith(ALGORITHM + " ")) {
            return Optional.empty();
        }
        String credential = "";
        String signedHeaders = "";
        String signature = "";
        int position = ALGORITHM.length();
        while (position < header.length()) {
            int end = endOfPart(header, position);
            if (header.startsWith(CREDENTIAL, position)) {
                credential = header.substring(position + CREDENTIAL.length(), end);
            } else if (header.startsWith(SIGNED_HEADERS, position)) {
                signedHeaders = header.substring(position + SIGNED_HEADERS.length(), end);
            } else if (header.startsWith(SIGNATURE, position)) {
                signature = header.substring(position + SIGNATURE.length(), end);
            }
            position = end + 1;
        }
        return of(
                credential,
                signedHeaders,
                signature,
                SignatureTime.inHeaders(request),
                request.first("x-amz-security-token").strip(),
                0,
                recent);
    }

    /** Parts are parted by commas or blanks. */
    private static int endOfPart(String header, int start) {
        int end = start;
        while (end < header.length() && header.charAt(end) != ',' && header.charAt(end) != ' ') {
            end++;
        }
        return end;
    }

    private static Optional<SignatureClaim> ofQuery(Map<String, String> query, Recent recent) {
        // Only S3 insists on it; without it, a signature holds as long as one in a header.
        String expires = query.getOrDefault("X-Amz-Expires", "");
        int seconds = expires.isEmpty() ? 0 : Integer.parseInt(expires);
        if (!query.get("X-Amz-Algorithm").equals(ALGORITHM)
                || seconds < (expires.isEmpty() ? 0 : 1)
                || seconds > VALID_SECONDS_MAX) {
            return Optional.empty();
        }
        return of(
                query.getOrDefault("X-Amz-Credential", ""),
                query.getOrDefault("X-Amz-SignedHeaders", ""),
                query.getOrDefault("X-Amz-Signature", ""),
                query.getOrDefault("X-Amz-Date", ""),
                query.getOrDefault("X-Amz-Security-Token", ""),
                seconds,
                recent);
    }

    private static Optional<SignatureClaim> of(
            String credential,
            String headers,
            String signature,
            String time,
            String token,
            int seconds,
            Recent recent) {
        Parts parts = recent.parts(credential, headers);
        boolean fits =
                parts.scope != null
                        && time.startsWith(parts.scope.day())
                        && time.startsWith("T", parts.scope.day().length())
                        && !parts.accessKey.isEmpty()
                        && !headers.isEmpty()
                        && !signature.isEmpty();
        if (!fits) {
            return Optional.empty();
        }
        return SignatureTime.instant(time)
                .map(at ->
                        new SignatureClaim(
                                parts.accessKey,
                                parts.scope,
                                parts.signedHeaders,
                                signature,
                                time,
                                at,
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
