package stator.door.forgery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import stator.door.testing.SentRequest;

/** A request as it goes over the wire, every part of which can be changed. */
final class Message {
    /** A line of the head. */
    record Header(String name, String value) {}

    String method;
    String path;

    /** Without the question mark; empty for none. */
    String query;

    final List<Header> headers;
    byte[] body;

    /** Whether the signature covers the body. */
    final boolean coversBody;

    Message(
            String method,
            String path,
            String query,
            List<Header> headers,
            byte[] body,
            boolean coversBody) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = new ArrayList<>(headers);
        this.body = body;
        this.coversBody = coversBody;
    }

    Message copy() {
        return new Message(method, path, query, headers, body.clone(), coversBody);
    }

    boolean isPresigned() {
        return query.contains("X-Amz-Signature=");
    }

    /**
     * Whether it asks for the same: the order of headers of different names, the letters of a
     * per-cent sign's digits, parameters without a name, a hash that says nothing and the blank
     * after a comma of the claim are of no importance.
     */
    boolean isSame(Message other) {
        return method.equals(other.method)
                && path.equals(other.path)
                && plain(query).equals(plain(other.query))
                && headersInOrder().equals(other.headersInOrder())
                && Arrays.equals(body, other.body);
    }

    private static String plain(String query) {
        return query.replace("%2f", "%2F").replaceAll("&+$", "");
    }

    private List<Header> headersInOrder() {
        return headers.stream()
                .filter(header ->
                        !header.name.equals("x-amz-content-sha256") || !header.value.isEmpty())
                .map(header ->
                        header.name.equals("authorization")
                                ? new Header(header.name, header.value.replace(", ", ","))
                                : header)
                .sorted(Comparator.comparing(Header::name))
                .toList();
    }

    /** The first value of a header. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name.equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    private String uri() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** It as it is now, on its way. */
    SentRequest sent() {
        SentRequest request = new SentRequest(method, uri()).withBody(body);
        headers.forEach(header -> request.and(header.name, header.value));
        return request;
    }

    @Override
    public String toString() {
        return method + " " + uri() + " " + headers + " " + Arrays.toString(body);
    }
}
