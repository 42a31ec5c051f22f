package stator.door;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What a client asks: a method, a target, headers and a body, in the words of HTTP, which all of
 * AWS's protocols use. How it came here is of no interest to who answers it.
 *
 * <p>While only its head has arrived it has no body yet: {@link Handler} says which methods are
 * called with such a request.
 */
public interface Request {
    /** {@code GET}, {@code POST} and so on. */
    String method();

    /** The path and the query, as they were sent. */
    String uri();

    /** The first value of a header. */
    Optional<String> header(String name);

    /** All headers, in the order in which they came. */
    void forEachHeader(BiConsumer<String, String> receiver);

    /** Where it comes from. */
    InetAddress source();

    /** A text that no other request has; the answer carries it, too. */
    String id();

    /** How long the body is, as it was sent. */
    int bodyLength();

    /** The body as it was sent; it belongs to the request and must not be changed. */
    byte[] body();

    /**
     * The body with its {@code Content-Encoding} undone.
     *
     * @throws NoMemoryException if there is no memory for it
     * @throws BodyTooLargeException if that is longer than a body may be
     * @throws IOException if the body is not what the header says
     */
    byte[] content() throws IOException;

    /** What follows the path and a question mark; empty if nothing does. */
    default String query() {
        int query = uri().indexOf('?');
        return query < 0 ? "" : uri().substring(query + 1);
    }

    /** The content type without its parameters; empty if there is none. */
    default String mediaType() {
        String contentType = header("content-type").orElse("");
        int parameters = contentType.indexOf(';');
        return parameters < 0 ? contentType : contentType.substring(0, parameters).strip();
    }

    /**
     * Takes memory for this request off what the server has for all of them; it is given back once
     * the answer is sent.
     *
     * @return false if there is not enough, and nothing was taken
     */
    boolean tryReserve(long bytes);

    /** What the handler found out about this request and keeps with it; empty at first. */
    Optional<Object> note();

    /** Keeps something with this request for the handler, which then need not find it out again. */
    void keep(Object note);

    /** The path without the query, and without doubled slashes. */
    default String path() {
        String uri = uri();
        int query = uri.indexOf('?');
        String path = query < 0 ? uri : uri.substring(0, query);
        if (path.startsWith("http://")) {
            int slash = path.indexOf('/', "http://".length());
            path = slash < 0 ? "/" : path.substring(slash);
        }
        while (path.contains("//")) {
            path = path.replace("//", "/");
        }
        return path;
    }
}
