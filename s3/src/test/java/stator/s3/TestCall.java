package stator.s3;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import stator.door.Request;

/** A request without a network. */
final class TestCall implements Request {
    private final String method;
    private final String uri;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = {};

    TestCall(String method, String uri) {
        this.method = method;
        this.uri = uri;
        with("host", "localhost:8000");
        with("content-length", "0");
    }

    TestCall with(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    TestCall withBody(byte[] bytes) {
        body = bytes;
        return with("content-length", Integer.toString(bytes.length));
    }

    @Override
    public String method() {
        return method;
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
        return "0123456789ABCDEF0123456789ABCDEF";
    }

    @Override
    public Optional<Object> note() {
        return Optional.empty();
    }

    @Override
    public void keep(Object note) {}

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
}
