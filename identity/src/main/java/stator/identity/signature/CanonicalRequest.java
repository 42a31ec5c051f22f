package stator.identity.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * What is signed of a request: one text, whatever proxies did to the order of headers and the
 * spelling of the query. Whoever signs and whoever verifies makes it here.
 */
final class CanonicalRequest {
    /** The parameter that holds the signature, and so cannot be signed itself. */
    private static final String SIGNATURE_PARAMETER = "X-Amz-Signature";

    private static final String HEX = "0123456789ABCDEF";

    private CanonicalRequest() {}

    /**
     * Writes the text.
     *
     * @param service S3 signs paths as they are sent; all others normalize them and encode once
     *     more
     * @param payload the hash of the body in hexadecimal digits, or the word that stands for it
     */
    static void write(
            SignableRequest request,
            Collection<String> signedHeaders,
            String service,
            String payload,
            ByteText text) {
        text.append(request.method()).append('\n');
        text.append(path(request.path(), service.equals("s3"))).append('\n');
        text.append(query(request.query())).append('\n');
        for (String name : signedHeaders) {
            text.append(name).append(':');
            appendValues(request.headers(), name, text);
            text.append('\n');
        }
        text.append('\n');
        boolean isFirst = true;
        for (String name : signedHeaders) {
            if (!isFirst) {
                text.append(';');
            }
            isFirst = false;
            text.append(name);
        }
        text.append('\n').append(payload);
    }

    private static String path(String path, boolean asSent) {
        if (path.isEmpty() || path.equals("/")) {
            return "/";
        }
        return asSent ? encoded(utf8(path), "/%") : encoded(utf8(normalized(path)), "/");
    }

    /** The path without empty segments and dots. */
    private static String normalized(String path) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/")) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        boolean endsInside = path.endsWith("/") || path.endsWith("/.") || path.endsWith("/..");
        boolean closed = endsInside && !segments.isEmpty();
        return "/" + String.join("/", segments) + (closed ? "/" : "");
    }

    private record Parameter(String name, String value) {}

    private static String query(String query) {
        if (query.isEmpty()) {
            return "";
        }
        List<Parameter> parameters = new ArrayList<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (!parameter.isEmpty() && !name.equals(SIGNATURE_PARAMETER)) {
                parameters.add(new Parameter(reencoded(name), reencoded(value)));
            }
        }
        parameters.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
        StringBuilder text = new StringBuilder(query.length() + 16);
        for (Parameter parameter : parameters) {
            text.append(text.isEmpty() ? "" : "&");
            text.append(parameter.name).append('=').append(parameter.value);
        }
        return text.toString();
    }

    /** A name or value in the one spelling that is signed, however it was encoded. */
    private static String reencoded(String text) {
        return encoded(decoded(text), "");
    }

    /** The bytes that an encoded text stands for; a per cent sign without digits is itself. */
    static byte[] decoded(String text) {
        byte[] bytes = utf8(text);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (bytes[i] == '%' && high >= 0 && low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toByteArray();
    }

    /** Encodes all but letters, digits, {@code -._~} and what is to be kept. */
    private static String encoded(byte[] bytes, String kept) {
        StringBuilder text = new StringBuilder(bytes.length + 16);
        for (byte one : bytes) {
            char character = (char) (one & 0xFF);
            if (isUnreserved(character) || kept.indexOf(character) >= 0) {
                text.append(character);
            } else {
                text.append('%').append(HEX.charAt(character >> 4));
                text.append(HEX.charAt(character & 0xF));
            }
        }
        return text.toString();
    }

    private static boolean isUnreserved(char character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9'
                || "-._~".indexOf(character) >= 0;
    }

    /** All values of a header, each without blanks around it and with single blanks inside. */
    private static void appendValues(RequestHeaders headers, String name, ByteText text) {
        boolean isFirst = true;
        for (int i = 0; i < headers.count(); i++) {
            if (headers.name(i).equals(name)) {
                if (!isFirst) {
                    text.append(',');
                }
                isFirst = false;
                text.append(withSingleBlanks(headers.value(i).strip()));
            }
        }
    }

    /** Nearly always the value itself. */
    private static String withSingleBlanks(String value) {
        boolean blank = false;
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean isBlank = Character.isWhitespace(character);
            if (isBlank && (blank || character != ' ')) {
                return collapsed(value);
            }
            blank = isBlank;
        }
        return value;
    }

    private static String collapsed(String value) {
        StringBuilder text = new StringBuilder(value.length());
        boolean blank = false;
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            boolean isBlank = Character.isWhitespace(character);
            if (!isBlank || !blank) {
                text.append(isBlank ? ' ' : character);
            }
            blank = isBlank;
        }
        return text.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
