package stator.door;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.door.AuthenticationException.Failure;
import stator.identity.Principal;

/**
 * Believes every caller whose request is signed in the right form, whatever the signature.
 *
 * <p>The checks, their order and their words are those of the real service; where it would go on to
 * compare the date with its clock and the signature with the secret, this one is content.
 */
public final class SignatureForm implements Authenticator {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String ALGORITHM_PARAMETER = "X-Amz-Algorithm";
    private static final String TERMINATOR = "aws4_request";
    private static final List<String> QUERY_PARTS =
            List.of(
                    ALGORITHM_PARAMETER,
                    "X-Amz-Credential",
                    "X-Amz-Signature",
                    "X-Amz-SignedHeaders",
                    "X-Amz-Date");
    private static final DateTimeFormatter BASIC_DATE =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    /** The last credential that was found good: nearly always it is also the next. */
    private volatile Known last = new Known("", "", "", Principal.root("000000000000", ""));

    private record Known(String credential, String day, String scope, Principal principal) {}

    @Override
    public Principal authenticate(Request request, String scope) {
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
        if (!header.startsWith("AWS4-")) {
            throw new AuthenticationException(
                    Failure.MISSING, "Request is missing Authentication Token");
        }
        return caller(fromHeader(header, request), scope).at(request.source());
    }

    /** What a request says about its signature. */
    private record Claim(String algorithm, String credential, String signedHeaders, String date) {}

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
                date.get());
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
                query.get("X-Amz-Date"));
    }

    private Principal caller(Claim claim, String scope) {
        String date = basicDate(claim.date);
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
        if (isBasicDate(text)) {
            return text;
        }
        return httpDate(text)
                .orElseThrow(() ->
                        incomplete(
                                "Date must be in ISO-8601 'basic format'. Got '"
                                        + text
                                        + "'. See http://en.wikipedia.org/wiki/ISO_8601"));
    }

    /** By hand, because a {@link DateTimeFormatter} would take a third of the whole request. */
    private static boolean isBasicDate(String text) {
        if (text.length() != 16 || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
            return false;
        }
        int year = number(text, 0, 4);
        int month = number(text, 4, 6);
        int day = number(text, 6, 8);
        return year >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= YearMonth.of(year, month).lengthOfMonth()
                && isBelow(number(text, 9, 11), 24)
                && isBelow(number(text, 11, 13), 60)
                && isBelow(number(text, 13, 15), 60);
    }

    private static boolean isBelow(int number, int limit) {
        return number >= 0 && number < limit;
    }

    /** The number that some digits make, or -1. */
    private static int number(String text, int start, int end) {
        int number = 0;
        for (int i = start; i < end; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + (digit - '0');
        }
        return number;
    }

    private static Optional<String> httpDate(String text) {
        try {
            ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(BASIC_DATE.format(date.withZoneSameInstant(ZoneOffset.UTC)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static AuthenticationException incomplete(String message) {
        return new AuthenticationException(Failure.INCOMPLETE, message);
    }

    private static AuthenticationException invalid(String message) {
        return new AuthenticationException(Failure.WRONG_SCOPE, message);
    }
}
