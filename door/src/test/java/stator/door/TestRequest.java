package stator.door;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A request without a network. */
public final class TestRequest implements Request {
    private final String uri;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = {};

    public TestRequest(String uri) {
        this.uri = uri;
    }

    /** Adds a header. */
    public TestRequest with(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> receiver) {
        headers.forEach(receiver);
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
    public Optional<Object> note() {
        return Optional.empty();
    }

    @Override
    public void keep(Object note) {}

    /** Sets the body. */
    public TestRequest withBody(byte[] bytes) {
        body = bytes;
        return this;
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
        return body();
    }

    @Override
    public boolean tryReserve(long bytes) {
        return true;
    }
}
