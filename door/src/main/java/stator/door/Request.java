package stator.door;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BiConsumer;
import stator.identity.signature.ChunkSignatures;

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

    /** Whether it came through an encrypted connection. */
    default boolean isSecure() {
        return false;
    }

    /** A text that no other request has; the answer carries it, too. */
    String id();

    /**
     * Whether the body is read while it arrives, by {@link #stream} and in no other way. So it is
     * with the bodies of a service whose {@link Nameplate} says that it streams.
     */
    default boolean isStreamed() {
        return false;
    }

    /**
     * The body as it was sent, to be read once, by a thread that may wait. Of a streamed body only
     * a small part is held: the client sends as fast as this is read. What is left unread when the
     * request is answered is thrown away.
     *
     * <p>Reading fails with a {@link BrokenBodyException} if the client does not send what it
     * announced.
     */
    default InputStream stream() {
        return new ByteArrayInputStream(body());
    }

    /** How long the body is, as it was sent; 0 for a streamed one. */
    int bodyLength();

    /**
     * The body as it was sent; it belongs to the request and must not be changed. A streamed body
     * is not there as a whole, and this is empty.
     */
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

    /**
     * What verifies the chunks of a streamed body that is signed chunk by chunk; empty if the body
     * is not, or if nobody verifies signatures.
     */
    default Optional<ChunkSignatures> chunkSignatures() {
        return Optional.empty();
    }

    /** Keeps with this request what verifies the chunks of its body. */
    default void keepChunkSignatures(ChunkSignatures signatures) {}

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
