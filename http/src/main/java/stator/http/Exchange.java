package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.util.AsciiString;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stator.door.Reply;
import stator.door.Request;

/**
 * One request while it is read, waits and is answered. Belongs to its connection's event loop,
 * except that a virtual thread may read it while the call is executed.
 *
 * <p>Its memory is reserved before it is used; {@link #release} gives it back, once.
 */
final class Exchange implements Request {
    /** What a request holds beside its body: headers, parsed structures, the answer. */
    private static final int OVERHEAD_BYTES = 8_000;

    /** A body takes its room as bytes, as the items made from them, and as the rows of those. */
    static final int BYTES_PER_BODY_BYTE = 3;

    /** More than this is only allocated once the client has really sent so much. */
    private static final int FIRST_BODY_BYTES_MAX = 64 * 1024;

    private static final byte[] NO_BYTES = {};

    /** Netty looks headers up by a hash of its own, which these keep and other texts do not. */
    private static final Map<String, AsciiString> HASHED_NAMES =
            Stream.of(
                            "accept-encoding",
                            "access-control-request-method",
                            "authorization",
                            "content-encoding",
                            "content-type",
                            "host",
                            "origin",
                            "sec-fetch-site",
                            "x-amz-date",
                            "x-amz-target")
                    .collect(Collectors.toUnmodifiableMap(name -> name, AsciiString::cached));

    private final HttpRequest head;
    private final InetAddress source;
    private final RequestIds ids;
    private final MemoryBudget budget;
    private final int bodyBytesMax;

    /** Null until somebody asks for it. */
    private byte[] id;

    private byte[] body = NO_BYTES;
    private int bodyLength;
    private int announcedBytes;
    private int paidBodyBytes;
    private long reservedBytes;
    private Optional<Reply> settled = Optional.empty();
    private Optional<Object> note = Optional.empty();

    Exchange(
            HttpRequest head,
            InetAddress source,
            RequestIds ids,
            MemoryBudget budget,
            int bodyBytesMax) {
        this.head = head;
        this.source = source;
        this.ids = ids;
        this.budget = budget;
        this.bodyBytesMax = bodyBytesMax;
    }

    /**
     * Reserves memory for the request as far as its headers tell.
     *
     * @return whether there is enough
     */
    boolean tryReserve(int contentLength) {
        announcedBytes = contentLength;
        paidBodyBytes = contentLength;
        return tryReserve(OVERHEAD_BYTES + (long) BYTES_PER_BODY_BYTE * contentLength);
    }

    @Override
    public boolean tryReserve(long bytes) {
        if (!budget.tryReserve(bytes)) {
            return false;
        }
        reservedBytes += bytes;
        return true;
    }

    @Override
    public String id() {
        return new String(idBytes(), StandardCharsets.US_ASCII);
    }

    /** The id as it stands in the answer. */
    byte[] idBytes() {
        if (id == null) {
            id = ids.next();
        }
        return id;
    }

    @Override
    public Optional<Object> note() {
        return note;
    }

    @Override
    public void keep(Object found) {
        note = Optional.of(found);
    }

    @Override
    public String method() {
        return head.method().name();
    }

    @Override
    public String uri() {
        return head.uri();
    }

    @Override
    public Optional<String> header(String name) {
        AsciiString hashed = HASHED_NAMES.get(name);
        return Optional.ofNullable(
                hashed == null ? head.headers().get(name) : head.headers().get(hashed));
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> receiver) {
        head.headers().forEach(header -> receiver.accept(header.getKey(), header.getValue()));
    }

    @Override
    public InetAddress source() {
        return source;
    }

    boolean isHead() {
        return HttpMethod.HEAD.equals(head.method());
    }

    boolean keepAlive() {
        return HttpUtil.isKeepAlive(head);
    }

    /** The answer that was decided before the whole request was read. */
    Optional<Reply> settled() {
        return settled;
    }

    /** Decides the answer without executing anything; the body is of no interest any more. */
    void settle(Reply reply) {
        settled = Optional.of(reply);
        body = NO_BYTES;
        bodyLength = 0;
    }

    @Override
    public int bodyLength() {
        return bodyLength;
    }

    /** Whether more bytes would make the body too long. */
    boolean wouldExceed(int more) {
        return bodyLength + (long) more > bodyBytesMax;
    }

    /**
     * Makes room for more bytes of the body.
     *
     * @return whether there is enough memory
     */
    boolean tryGrow(int more) {
        int needed = bodyLength + more;
        if (needed <= body.length) {
            return true;
        }
        int capacity = Math.max(needed, nextCapacity(needed));
        if (capacity > paidBodyBytes) {
            if (!tryReserve((long) BYTES_PER_BODY_BYTE * (capacity - paidBodyBytes))) {
                return false;
            }
            paidBodyBytes = capacity;
        }
        body = Arrays.copyOf(body, capacity);
        return true;
    }

    /**
     * The announced length at once if it is small. Else twice as much as now, step by step, so that
     * nobody can occupy memory by announcements alone.
     */
    private int nextCapacity(int needed) {
        if (needed > announcedBytes) {
            return Math.max(needed, 2 * body.length);
        }
        return Math.min(announcedBytes, Math.max(FIRST_BODY_BYTES_MAX, 2 * body.length));
    }

    /** Takes bytes for which {@link #tryGrow} made room. */
    void append(ByteBuf content) {
        int length = content.readableBytes();
        content.readBytes(body, bodyLength, length);
        bodyLength += length;
    }

    @Override
    public byte[] body() {
        return bodyLength == body.length ? body : Arrays.copyOf(body, bodyLength);
    }

    @Override
    public byte[] content() throws IOException {
        byte[] sent = body();
        Optional<String> coding = header("content-encoding");
        return coding.isEmpty() || sent.length == 0
                ? sent
                : ContentCoding.decode(sent, coding.get(), bodyBytesMax, this);
    }

    /** Gives the memory back. */
    void release() {
        budget.release(reservedBytes);
        reservedBytes = 0;
    }
}
