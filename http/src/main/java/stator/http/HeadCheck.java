package stator.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What must be true of the head of a request beyond Netty's own checks (RFC 9112, sections 2.3,
 * 3.2, 6.1 and 11.2). Two servers that read one request in two ways can be played off against each
 * other: so nothing is guessed, and what could be read in two ways is refused with the connection.
 */
final class HeadCheck {
    /** A status that says that all is well. */
    static final int FINE = 0;

    private static final int BAD_REQUEST = 400;
    private static final int VERSION_NOT_SUPPORTED = 505;

    private static final String CHUNKED = "chunked";
    private static final String SCHEME = "http://";

    /**
     * Headers that say something once. Of two, one reader takes the first and another the last, and
     * who checks one of them has not checked the other.
     */
    private static final List<AsciiString> SINGLE =
            List.of(
                    HttpHeaderNames.HOST,
                    HttpHeaderNames.CONTENT_LENGTH,
                    HttpHeaderNames.TRANSFER_ENCODING,
                    HttpHeaderNames.CONTENT_TYPE,
                    HttpHeaderNames.CONTENT_ENCODING,
                    HttpHeaderNames.AUTHORIZATION,
                    HttpHeaderNames.ORIGIN,
                    HttpHeaderNames.EXPECT,
                    HttpHeaderNames.DATE,
                    HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD,
                    AsciiString.cached("sec-fetch-site"),
                    AsciiString.cached("sec-fetch-mode"),
                    AsciiString.cached("x-amz-target"),
                    AsciiString.cached("x-amz-date"),
                    AsciiString.cached("x-amz-security-token"),
                    AsciiString.cached("x-amz-content-sha256"));

    private static final int[][] SINGLE_BY_LENGTH = byLength();

    private HeadCheck() {}

    /** The place in {@link #SINGLE} of the names of each length. */
    private static int[][] byLength() {
        int longest = SINGLE.stream().mapToInt(AsciiString::length).max().orElseThrow();
        int[][] places = new int[longest + 1][0];
        for (int i = 0; i < SINGLE.size(); i++) {
            int length = SINGLE.get(i).length();
            int[] more = Arrays.copyOf(places[length], places[length].length + 1);
            more[more.length - 1] = i;
            places[length] = more;
        }
        return places;
    }

    /** The status with which the request is refused, or {@link #FINE}. */
    static int refusal(HttpRequest head) {
        HttpVersion version = head.protocolVersion();
        boolean current = version.equals(HttpVersion.HTTP_1_1);
        if (!current && !version.equals(HttpVersion.HTTP_1_0)) {
            return VERSION_NOT_SUPPORTED;
        }
        HttpHeaders headers = head.headers();
        String host = headers.get(HttpHeaderNames.HOST);
        boolean good =
                !repeatsSingle(headers)
                        && isFramedOnce(headers, current)
                        && (host == null ? !current : isHost(host))
                        && isTarget(head.uri(), host);
        return good ? FINE : BAD_REQUEST;
    }

    private static boolean repeatsSingle(HttpHeaders headers) {
        long seen = 0;
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            CharSequence name = all.next().getKey();
            if (name.length() < SINGLE_BY_LENGTH.length) {
                for (int place : SINGLE_BY_LENGTH[name.length()]) {
                    if (SINGLE.get(place).contentEqualsIgnoreCase(name)) {
                        if ((seen & 1L << place) != 0) {
                            return true;
                        }
                        seen |= 1L << place;
                    }
                }
            }
        }
        return false;
    }

    /** A body has a length or is chunked and nothing else; HTTP/1.0 knows no chunks. */
    private static boolean isFramedOnce(HttpHeaders headers, boolean current) {
        String coding = headers.get(HttpHeaderNames.TRANSFER_ENCODING);
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (coding != null) {
            return current && length == null && coding.equalsIgnoreCase(CHUNKED);
        }
        return length == null || isDigits(length, 0, length.length());
    }

    private static boolean isDigits(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (text.charAt(at) < '0' || text.charAt(at) > '9') {
                return false;
            }
        }
        return from < to;
    }

    /** A name or an address, with or without a port. */
    private static boolean isHost(String host) {
        int nameEnd = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        int end = nameEnd < 0 ? host.length() : nameEnd;
        if (end == 0) {
            return false;
        }
        boolean address = host.charAt(0) == '[';
        for (int at = 0; at < end; at++) {
            if (!isHostByte(host.charAt(at), address)) {
                return false;
            }
        }
        return end == host.length()
                || host.charAt(end) == ':'
                        && (end + 1 == host.length() || isDigits(host, end + 1, host.length()));
    }

    private static boolean isHostByte(char c, boolean address) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == '-'
                || c == '_'
                || c == '%'
                || c == '~'
                || address && (c == ':' || c == '[' || c == ']');
    }

    /** A path, or the whole address of one on the host that the request names. */
    private static boolean isTarget(String uri, String host) {
        for (int at = 0; at < uri.length(); at++) {
            if (uri.charAt(at) <= ' ' || uri.charAt(at) >= 0x7f) {
                return false;
            }
        }
        if (uri.startsWith("/") || uri.equals("*")) {
            return true;
        }
        if (!uri.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        int end = SCHEME.length();
        while (end < uri.length() && "/?#".indexOf(uri.charAt(end)) < 0) {
            end++;
        }
        return uri.substring(SCHEME.length(), end).equalsIgnoreCase(host);
    }
}
