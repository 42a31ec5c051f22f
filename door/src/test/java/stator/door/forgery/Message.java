package stator.door.forgery;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import stator.door.Request;

/** A request as it goes over the wire, every part of which can be changed. */
final class Message implements Request {
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

    private Object note;

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

    @Override
    public String method() {
        return method;
    }

    @Override
    public String uri() {
        return query.isEmpty() ? path : path + "?" + query;
    }

    @Override
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name.equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> receiver) {
        headers.forEach(header -> receiver.accept(header.name, header.value));
    }

    @Override
    public InetAddress source() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public String id() {
        return "ID";
    }

    @Override
    public int bodyLength() {
        return body.length;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public byte[] content() {
        return body;
    }

    @Override
    public boolean tryReserve(long bytes) {
        return true;
    }

    @Override
    public Optional<Object> note() {
        return Optional.ofNullable(note);
    }

    @Override
    public void keep(Object kept) {
        note = kept;
    }

    @Override
    public String toString() {
        return method + " " + uri() + " " + headers + " " + Arrays.toString(body);
    }
}
