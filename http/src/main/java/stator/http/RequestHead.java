package stator.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The head of a request, gone through once: the values of the headers that somebody asks for with
 * every request, and whether it may be believed.
 *
 * <p>Beyond Netty's own checks much must be true of it (RFC 9112, sections 2.3, 3.2, 6.1 and 11.2).
 * Two servers that read one request in two ways can be played off against each other: so nothing is
 * guessed, and what could be read in two ways is refused with the connection.
 */
final class RequestHead {
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

    /** Of these there may be more; the first one is asked for. */
    private static final List<AsciiString> REPEATABLE =
            List.of(HttpHeaderNames.ACCEPT_ENCODING, HttpHeaderNames.CONNECTION);

    /** The place of a header is that in this list. */
    private static final List<AsciiString> KNOWN =
            Stream.concat(SINGLE.stream(), REPEATABLE.stream()).toList();

    private static final int[][] PLACES_BY_LENGTH = byLength();
    private static final Map<String, Integer> PLACES = byName();

    private static final int HOST = place(HttpHeaderNames.HOST);
    private static final int CONTENT_LENGTH = place(HttpHeaderNames.CONTENT_LENGTH);
    private static final int TRANSFER_ENCODING = place(HttpHeaderNames.TRANSFER_ENCODING);
    private static final int CONNECTION = place(HttpHeaderNames.CONNECTION);
    private static final int EXPECT = place(HttpHeaderNames.EXPECT);

    private final HttpRequest request;

    /** By place; null where there is no such header. */
    private final String[] values = new String[KNOWN.size()];

    private final boolean repeatsSingle;

    RequestHead(HttpRequest request) {
        this.request = request;
        boolean repeats = false;
        Iterator<Map.Entry<CharSequence, CharSequence>> all =
                request.headers().iteratorCharSequence();
        while (all.hasNext()) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            int place = place(header.getKey());
            if (place >= 0 && values[place] == null) {
                values[place] = header.getValue().toString();
            } else if (place >= 0 && place < SINGLE.size()) {
                repeats = true;
            }
        }
        repeatsSingle = repeats;
    }

    /** The places in {@link #KNOWN} of the names of each length. */
    private static int[][] byLength() {
        int longest = KNOWN.stream().mapToInt(AsciiString::length).max().orElseThrow();
        int[][] places = new int[longest + 1][0];
        for (int i = 0; i < KNOWN.size(); i++) {
            int length = KNOWN.get(i).length();
            int[] more = Arrays.copyOf(places[length], places[length].length + 1);
            more[more.length - 1] = i;
            places[length] = more;
        }
        return places;
    }

    private static Map<String, Integer> byName() {
        Map<String, Integer> places = new HashMap<>();
        KNOWN.forEach(name -> places.put(name.toString(), places.size()));
        return Map.copyOf(places);
    }

    /** The place of a name in letters of any size; -1 if it is not known. */
    private static int place(CharSequence name) {
        if (name.length() < PLACES_BY_LENGTH.length) {
            for (int place : PLACES_BY_LENGTH[name.length()]) {
                if (KNOWN.get(place).contentEqualsIgnoreCase(name)) {
                    return place;
                }
            }
        }
        return -1;
    }

    /** The request as it was decoded. */
    HttpRequest request() {
        return request;
    }

    /** The first value of a header, by its name in small letters; null if there is none. */
    String header(String name) {
        Integer place = PLACES.get(name);
        return place == null ? request.headers().get(name) : values[place];
    }

    /** The status with which the request is refused, or {@link #FINE}. */
    int refusal() {
        HttpVersion version = request.protocolVersion();
        boolean current = version.equals(HttpVersion.HTTP_1_1);
        if (!current && !version.equals(HttpVersion.HTTP_1_0)) {
            return VERSION_NOT_SUPPORTED;
        }
        String host = values[HOST];
        boolean good =
                !repeatsSingle
                        && isFramedOnce(current)
                        && (host == null ? !current : isHost(host))
                        && isTarget(request.uri(), host);
        return good ? FINE : BAD_REQUEST;
    }

    /** How long the body is; 0 if that is not said. To be asked only if there is no refusal. */
    long contentLength() {
        String length = values[CONTENT_LENGTH];
        return length == null ? 0 : Long.parseLong(length);
    }

    boolean isChunked() {
        return values[TRANSFER_ENCODING] != null;
    }

    /** Whether the client waits for a word before it sends the body. */
    boolean hasExpectation() {
        return values[EXPECT] != null;
    }

    /** Whether that word is the one that there is. */
    boolean expectsContinue() {
        return "100-continue".equalsIgnoreCase(values[EXPECT]);
    }

    boolean keepsAlive() {
        return values[CONNECTION] == null
                ? request.protocolVersion().isKeepAliveDefault()
                : HttpUtil.isKeepAlive(request);
    }

    /** A body has a length or is chunked and nothing else; HTTP/1.0 knows no chunks. */
    private boolean isFramedOnce(boolean current) {
        String coding = values[TRANSFER_ENCODING];
        String length = values[CONTENT_LENGTH];
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
