package stator.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.BiConsumer;
import stator.door.Request;
import stator.http.ContentCoding;
import stator.http.MemoryBudget;
import stator.identity.signature.ChunkSignatures;

/**
 * A request that another server brought. Its memory is reserved of the same budget as that of the
 * clients of this server; {@link #release} gives it back, once.
 */
final class RelayedRequest implements Request {
    private static final byte[] NO_BYTES = {};

    private final RequestHead head;
    private final byte[] body;

    /** Empty for a body that is there as a whole. */
    private final Optional<FollowingBody> following;

    private final MemoryBudget budget;
    private final int bodyBytesMax;

    private long reservedBytes;
    private Optional<Object> note = Optional.empty();
    private Optional<ChunkSignatures> chunkSignatures = Optional.empty();

    private RelayedRequest(
            RequestHead head,
            byte[] body,
            Optional<FollowingBody> following,
            MemoryBudget budget,
            int bodyBytesMax) {
        this.head = head;
        this.body = body;
        this.following = following;
        this.budget = budget;
        this.bodyBytesMax = bodyBytesMax;
    }

    static RelayedRequest whole(
            RequestHead head, byte[] body, MemoryBudget budget, int bodyBytesMax) {
        return new RelayedRequest(head, body, Optional.empty(), budget, bodyBytesMax);
    }

    static RelayedRequest streamed(
            RequestHead head, FollowingBody following, MemoryBudget budget, int bodyBytesMax) {
        return new RelayedRequest(head, NO_BYTES, Optional.of(following), budget, bodyBytesMax);
    }

    /** Reserves what a request takes; false if there is not enough memory. */
    boolean tryKeep() {
        return tryReserve(MemoryBudget.ofRequest(body.length));
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String uri() {
        return head.uri();
    }

    @Override
    public Optional<String> header(String name) {
        for (RequestHead.Header header : head.headers()) {
            if (header.name().equalsIgnoreCase(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> receiver) {
        head.headers().forEach(header -> receiver.accept(header.name(), header.value()));
    }

    @Override
    public InetAddress source() {
        return head.source();
    }

    @Override
    public boolean isSecure() {
        return head.secure();
    }

    @Override
    public String id() {
        return head.id();
    }

    @Override
    public boolean isStreamed() {
        return following.isPresent();
    }

    @Override
    public InputStream stream() {
        return following.isPresent() ? following.get() : Request.super.stream();
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
    public byte[] content() throws IOException {
        return ContentCoding.undo(body, bodyBytesMax, this);
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

    /** Whether nothing more of its body will come. */
    boolean isOver() {
        return following.isEmpty() || following.get().isOver();
    }

    /** Gives the memory back. */
    void release() {
        budget.release(reservedBytes);
        reservedBytes = 0;
    }
}
