package stator.door.caller;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.door.AuthenticationException;
import stator.door.AuthenticationException.Failure;
import stator.door.Authenticator;
import stator.door.Request;
import stator.identity.Principal;
import stator.identity.signature.SignatureTime;

/**
 * Believes every caller whose request is signed in the right form, whatever the signature.
 *
 * <p>The checks, their order and their words are those of the real service; where it would go on to
 * compare the date with its clock and the signature with the secret, this one is content, unless it
 * is given a rule for dates.
 */
public final class SignatureForm implements Authenticator {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String ALGORITHM_PARAMETER = "X-Amz-Algorithm";

    /** The service that still takes signatures of version 2. */
    static final String S3 = "s3";

    /** Where signatures hold that name no region. */
    static final String HOME_REGION = "us-east-1";

    private static final String TERMINATOR = "aws4_request";
    private static final List<String> QUERY_PARTS =
            List.of(
                    ALGORITHM_PARAMETER,
                    "X-Amz-Credential",
                    "X-Amz-Signature",
                    "X-Amz-SignedHeaders",
                    "X-Amz-Date");

    private final DateRule dates;

    /** The last credential that was found good: nearly always it is also the next. */
    private volatile Known last = new Known("", "", "", Principal.root("000000000000", ""));

    private record Known(String credential, String day, String scope, Principal principal) {}

    /** Believes every date. */
    public SignatureForm() {
        this((date, validSeconds) -> {});
    }

    SignatureForm(DateRule dates) {
        this.dates = dates;
    }

    /** What is asked of the date of a signature, once it has the right format. */
    @FunctionalInterface
    interface DateRule {
        /**
         * Looks at a date.
         *
         * @param date in ISO 8601's basic format
         * @param validSeconds how long the caller wants it to hold, as it was sent; empty if it
         *     does not say
         * @throws AuthenticationException if it will not do
         */
        void check(String date, String validSeconds);
    }

    @Override
    public Admission authenticate(Request request, String scope) {
        return Admission.of(caller(request, scope));
    }

    private Principal caller(Request request, String scope) {
        String header = request.header("authorization").map(String::strip).orElse("");
        boolean signedByQuery = request.uri().contains(ALGORITHM_PARAMETER);
        Map<String, String> query = signedByQuery ? parseQuery(request.uri()) : Map.of();
        signedByQuery = query.containsKey(ALGORITHM_PARAMETER);
        if (!header.isEmpty() && signedByQuery) {
            throw invalid(
                    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as"
                            + " HTTP header.");
        }
        if (signedByQuery) {
            return caller(fromQuery(query), scope).at(request.source());
        }
        Optional<PresignedVersion2> old =
                header.isEmpty() && scope.equals(S3)
                        ? PresignedVersion2.of(request)
                        : Optional.empty();
        if (old.isPresent()) {
            String account = Principal.accountOf(old.get().accessKey());
            return Principal.root(account, HOME_REGION, request.source());
        }
        if (!header.startsWith("AWS4-")) {
            throw new AuthenticationException(
                    Failure.MISSING, "Request is missing Authentication Token");
        }
        return caller(fromHeader(header, request), scope).at(request.source());
    }

    /** What a request says about its signature. */
    private record Claim(
            String algorithm,
            String credential,
            String signedHeaders,
            String date,
            String validSeconds) {}

    private static Claim fromHeader(String header, Request request) {
        HeaderParts parts = HeaderParts.parse(header);
        Optional<String> date = request.header("x-amz-date").or(() -> request.header("date"));
        if (!parts.isComplete() || date.isEmpty()) {
            throw incomplete(parts.missing(date.isEmpty()) + "Authorization=" + header);
        }
        return new Claim(
                header.substring(0, endOfWord(header)),
                parts.credential,
                parts.signedHeaders,
                date.get(),
                "");
    }

    /** {@code ALGORITHM name=value, name=value}; parts may be parted by commas or blanks. */
    private static final class HeaderParts {
        private String credential = "";
        private String signedHeaders = "";
        private boolean signature;

        static HeaderParts parse(String header) {
            HeaderParts parts = new HeaderParts();
            int position = endOfWord(header);
            while (position < header.length()) {
                int end = position;
                while (end < header.length() && !isBetweenParts(header.charAt(end))) {
                    end++;
                }
                if (end > position) {
                    parts.take(header, position, end);
                }
                position = end + 1;
            }
            return parts;
        }

        private static boolean isBetweenParts(char character) {
            return character == ',' || character == ' ';
        }

        private void take(String header, int start, int end) {
            int equals = header.indexOf('=', start);
            if (equals < 0 || equals >= end) {
                throw incomplete(
                        "'"
                                + header.substring(start, end)
                                + "' not a valid key=value pair (missing equal-sign) in"
                                + " Authorization header: '"
                                + header
                                + "'.");
            }
            int value = equals + 1;
            switch (header.substring(start, equals)) {
                case "Credential" -> credential = header.substring(value, end);
                case "SignedHeaders" -> signedHeaders = header.substring(value, end);
                case "Signature" -> signature = value < end;
                default -> {} // of no importance to AWS either
            }
        }

        boolean isComplete() {
            return signature && !credential.isEmpty() && !signedHeaders.isEmpty();
        }

        String missing(boolean dateMissing) {
            StringBuilder missing = new StringBuilder();
            require(!credential.isEmpty(), "Credential", missing);
            require(signature, "Signature", missing);
            require(!signedHeaders.isEmpty(), "SignedHeaders", missing);
            if (dateMissing) {
                missing.append("Authorization header requires existence of either a 'X-Amz-Date'");
                missing.append(" or a 'Date' header. ");
            }
            return missing.toString();
        }

        private static void require(boolean present, String name, StringBuilder missing) {
            if (!present) {
                missing.append("Authorization header requires '").append(name);
                missing.append("' parameter. ");
            }
        }
    }

    private static int endOfWord(String header) {
        int blank = header.indexOf(' ');
        return blank < 0 ? header.length() : blank;
    }

    private static Map<String, String> parseQuery(String uri) {
        Map<String, String> parameters = new LinkedHashMap<>();
        try {
            for (String parameter : uri.substring(uri.indexOf('?') + 1).split("&")) {
                String[] parts = parameter.split("=", 2);
                parameters.putIfAbsent(
                        decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        } catch (IllegalArgumentException e) {
            // A query that cannot be decoded signs nothing.
            return Map.of();
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Claim fromQuery(Map<String, String> query) {
        StringBuilder missing = new StringBuilder();
        for (String part : QUERY_PARTS) {
            if (query.getOrDefault(part, "").isEmpty()) {
                missing.append("AWS query-string parameters must include '").append(part);
                missing.append("'. ");
            }
        }
        if (!missing.isEmpty()) {
            throw incomplete(missing + "Re-examine the query-string parameters.");
        }
        return new Claim(
                query.get(ALGORITHM_PARAMETER),
                query.get("X-Amz-Credential"),
                query.get("X-Amz-SignedHeaders"),
                query.get("X-Amz-Date"),
                query.getOrDefault("X-Amz-Expires", ""));
    }

    private Principal caller(Claim claim, String scope) {
        String date = basicDate(claim.date);
        dates.check(date, claim.validSeconds);
        if (!namesHost(claim.signedHeaders)) {
            throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
        }
        if (!claim.algorithm.equals(ALGORITHM)) {
            throw incomplete(
                    "Unsupported AWS 'algorithm': '"
                            + claim.algorithm
                            + "' (only AWS4-HMAC-SHA256 for now). ");
        }
        Known known = last;
        if (known.credential.equals(claim.credential)
                && date.startsWith(known.day)
                && known.scope.equals(scope)) {
            return known.principal;
        }
        // Trailing slashes are ignored, as split does.
        String[] elements = claim.credential.split("/");
        if (elements.length != 5) {
            throw incomplete(
                    "Credential must have exactly 5 slash-delimited elements, e.g."
                            + " keyid/date/region/service/term, got '"
                            + claim.credential
                            + "'");
        }
        requireScope(elements, scope, date);
        Principal principal = Principal.root(Principal.accountOf(elements[0]), elements[2]);
        last = new Known(claim.credential, elements[1], scope, principal);
        return principal;
    }

    private static void requireScope(String[] elements, String scope, String date) {
        StringBuilder wrong = new StringBuilder();
        if (!isRegion(elements[2])) {
            wrong.append("Credential should be scoped to a valid region, not '");
            wrong.append(elements[2]).append("'. ");
        }
        if (!elements[3].equals(scope)) {
            wrong.append("Credential should be scoped to correct service: '");
            wrong.append(scope).append("'. ");
        }
        if (!elements[4].equals(TERMINATOR)) {
            wrong.append("Credential should be scoped with a valid terminator: 'aws4_request',");
            wrong.append(" not '").append(elements[4]).append("'. ");
        }
        String day = date.substring(0, 8);
        if (!elements[1].equals(day)) {
            wrong.append("Date in Credential scope does not match YYYYMMDD from ISO-8601 version");
            wrong.append(" of date from HTTP: '").append(elements[1]).append("' != '").append(day);
            wrong.append("', from '").append(date).append("'. ");
        }
        if (!wrong.isEmpty()) {
            wrong.setLength(wrong.length() - 1);
            throw invalid(wrong.toString());
        }
    }

    /**
     * Whether a name can be a region's. Local tools invent regions ({@code local}, {@code
     * localhost}), so any name of the right characters will do.
     */
    private static boolean isRegion(String name) {
        boolean fits = !name.isEmpty() && name.length() <= 64;
        for (int i = 0; i < name.length() && fits; i++) {
            char character = name.charAt(i);
            fits =
                    (character >= 'a' && character <= 'z')
                            || (character >= 'A' && character <= 'Z')
                            || (character >= '0' && character <= '9')
                            || character == '-'
                            || character == '_';
        }
        return fits;
    }

    /** Whether {@code host} is one of the names in a list parted by semicolons. */
    private static boolean namesHost(String signedHeaders) {
        int start = 0;
        while (start <= signedHeaders.length()) {
            int end = signedHeaders.indexOf(';', start);
            end = end < 0 ? signedHeaders.length() : end;
            if (end - start == 4 && signedHeaders.regionMatches(true, start, "host", 0, 4)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /** The date in ISO 8601's basic format; a {@code Date} header may also have HTTP's format. */
    private static String basicDate(String text) {
        return SignatureTime.normalized(text)
                .orElseThrow(() ->
                        incomplete(
                                "Date must be in ISO-8601 'basic format'. Got '"
                                        + text
                                        + "'. See http://en.wikipedia.org/wiki/ISO_8601"));
    }

    private static AuthenticationException incomplete(String message) {
        return new AuthenticationException(Failure.INCOMPLETE, message);
    }

    private static AuthenticationException invalid(String message) {
        return new AuthenticationException(Failure.WRONG_SCOPE, message);
    }
}
