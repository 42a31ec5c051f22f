package stator.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import stator.door.BrokenBodyException;
import stator.door.Reply;
import stator.door.Request;
import stator.identity.signature.ChunkSignatures;

/**
 * One request while it is read, waits and is answered. Belongs to its connection's event loop,
 * except that a virtual thread may read it while the call is executed.
 *
 * <p>Its memory is reserved before it is used; {@link #release} gives it back, once.
 */
final class Exchange implements Request {
    /** More than this is only allocated once the client has really sent so much. */
    private static final int FIRST_BODY_BYTES_MAX = 64 * 1024;

    private static final byte[] NO_BYTES = {};

    private final RequestHead head;
    private final InetAddress source;
    private final boolean isSecure;
    private final RequestIds ids;
    private final MemoryBudget budget;
    private final int bodyBytesMax;

    /** Null until somebody asks for it. */
    private byte[] id;

    private byte[] body = NO_BYTES;
    private int bodyLength;
    private long announcedBytes;
    private int paidBodyBytes;
    private long reservedBytes;

    /** Null if the body is kept as a whole. */
    private BodyStream stream;

    private boolean awaitsContinue;
    private boolean discarded;
    private Optional<Reply> settled = Optional.empty();
    private Optional<Object> note = Optional.empty();
    private Optional<ChunkSignatures> chunkSignatures = Optional.empty();

    Exchange(
            RequestHead head,
            InetAddress source,
            boolean isSecure,
            RequestIds ids,
            MemoryBudget budget,
            int bodyBytesMax) {
        this.head = head;
        this.source = source;
        this.isSecure = isSecure;
        this.ids = ids;
        this.budget = budget;
        this.bodyBytesMax = bodyBytesMax;
    }

    /**
     * Reserves memory for a request whose body is kept, as far as its headers tell.
     *
     * @return whether there is enough
     */
    boolean tryKeep(int contentLength) {
        announcedBytes = contentLength;
        paidBodyBytes = contentLength;
        return tryReserve(MemoryBudget.ofRequest(contentLength));
    }

    /**
     * Has the body read while it arrives, if there is memory for the little of it that is held.
     *
     * @param contentLength 0 for a body that does not say
     * @param expects whether the client waits to be asked for it
     */
    boolean tryStream(long contentLength, boolean expects, Runnable onFirstRead, Runnable onRoom) {
        announcedBytes = contentLength > 0 ? contentLength : Long.MAX_VALUE;
        if (!tryReserve(
                MemoryBudget.ofRequest(0) + Math.min(announcedBytes, BodyStream.BYTES_MAX))) {
            return false;
        }
        awaitsContinue = expects && knowsChunks();
        stream = new BodyStream(announcedBytes, onFirstRead, onRoom);
        return true;
    }

    @Override
    public boolean isStreamed() {
        return stream != null;
    }

    /** The body that is read while it arrives. */
    BodyStream bodyStream() {
        return stream;
    }

    @Override
    public InputStream stream() {
        return isStreamed() ? stream : Request.super.stream();
    }

    /** How long the client said that the streamed body is. */
    long announcedBytes() {
        return announcedBytes;
    }

    /** Whether the client sends its body only when it is asked for it. */
    boolean awaitsContinue() {
        return awaitsContinue;
    }

    /** The request was answered; the rest of its body is of no interest. */
    void discard() {
        discarded = true;
    }

    boolean isDiscarded() {
        return discarded;
    }

    /** The client is gone, or nothing more is taken from it. */
    void breakOff() {
        if (isStreamed()) {
            stream.fail(BrokenBodyException.Cause.INCOMPLETE);
        }
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
    public Optional<ChunkSignatures> chunkSignatures() {
        return chunkSignatures;
    }

    @Override
    public void keepChunkSignatures(ChunkSignatures signatures) {
        chunkSignatures = Optional.of(signatures);
    }

    @Override
    public String method() {
        return head.request().method().name();
    }

    @Override
    public String uri() {
        return head.request().uri();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.header(name));
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> receiver) {
        head.request()
                .headers()
                .forEach(header -> receiver.accept(header.getKey(), header.getValue()));
    }

    @Override
    public InetAddress source() {
        return source;
    }

    @Override
    public boolean isSecure() {
        return isSecure;
    }

    boolean isHead() {
        return HttpMethod.HEAD.equals(head.request().method());
    }

    /** Whether the client understands bodies in chunks. */
    boolean knowsChunks() {
        return head.request().protocolVersion().minorVersion() > 0;
    }

    boolean keepAlive() {
        return head.keepsAlive();
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
            if (!tryReserve(MemoryBudget.ofBody(capacity - paidBodyBytes))) {
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
        return (int) Math.min(announcedBytes, Math.max(FIRST_BODY_BYTES_MAX, 2 * body.length));
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
        return ContentCoding.undo(body(), bodyBytesMax, this);
    }

    /** Gives the memory back. */
    void release() {
        budget.release(reservedBytes);
        reservedBytes = 0;
    }
}
