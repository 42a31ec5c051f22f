package stator.server.cluster;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import stator.door.Request;

/** A request as a server has it that stands by. */
final class SentRequest implements Request {
    private final String method;
    private final byte[] body;

    /** Null for a body that is there as a whole. */
    private final InputStream stream;

    private final Map<String, String> headers = new LinkedHashMap<>();

    private SentRequest(String method, byte[] body, InputStream stream) {
        this.method = method;
        this.body = body;
        this.stream = stream;
        headers.put("Host", "db.example:8000");
        headers.put("Authorization", "AWS4-HMAC-SHA256 Credential=a/b");
    }

    static SentRequest whole(String method, byte[] body) {
        return new SentRequest(method, body, null);
    }

    static SentRequest streamed(InputStream body) {
        return new SentRequest("PUT", new byte[0], body);
    }

    SentRequest with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String uri() {
        return "/a//b%20c?d=e";
    }

    @Override
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> receiver) {
        headers.forEach(receiver);
    }

    @Override
    public InetAddress source() {
        try {
            return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 7});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public String id() {
        return "THEID";
    }

    @Override
    public boolean isStreamed() {
        return stream != null;
    }

    @Override
    public InputStream stream() {
        return stream == null ? Request.super.stream() : stream;
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
        return Optional.empty();
    }

    @Override
    public void keep(Object note) {
        // Nobody asks twice.
    }
}
