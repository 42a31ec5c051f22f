package stator.door.testing;

import java.io.InputStream;
import java.net.InetAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import stator.door.Request;

/** A request without a network, as a client on this machine sends it if nothing else is said. */
public final class SentRequest implements Request {
    /** The id of all of them. */
    public static final String ID = "0123456789ABCDEF0123456789ABCDEF";

    private record Header(String name, String value) {}

    private final String method;
    private final String uri;
    private final List<Header> headers = new ArrayList<>();
    private InetAddress source = InetAddress.getLoopbackAddress();
    private boolean secure;
    private byte[] body = {};

    /** Null for a body that is there as a whole. */
    private InputStream stream;

    private Optional<Object> note = Optional.empty();

    public SentRequest(String method, String uri) {
        this.method = method;
        this.uri = uri;
    }

    /** A call of AWS's Query protocol. */
    public static SentRequest form(String action, Map<String, String> members) {
        StringBuilder form = new StringBuilder("Action=" + action);
        members.forEach((name, value) ->
                form.append('&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return new SentRequest("POST", "/")
                .with("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .withBody(form.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a header. */
    public SentRequest with(String name, String value) {
        headers.removeIf(header -> header.name.equalsIgnoreCase(name));
        return and(name, value);
    }

    /** Adds a header line, whether there is one of that name or not. */
    public SentRequest and(String name, String value) {
        headers.add(new Header(name, value));
        return this;
    }

    /** Sets the body. */
    public SentRequest withBody(byte[] bytes) {
        body = bytes;
        return this;
    }

    /** Sets a body that is read while it arrives. */
    public SentRequest withStream(InputStream bytes) {
        stream = bytes;
        return this;
    }

    /** Has it come from a machine, by its address, through an encrypted connection. */
    public SentRequest securelyFrom(String address) {
        try {
            source = InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        }
        secure = true;
        return this;
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
        return source;
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public boolean isStreamed() {
        return stream != null;
    }

    @Override
    public InputStream stream() {
        return isStreamed() ? stream : Request.super.stream();
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
        return note;
    }

    @Override
    public void keep(Object found) {
        note = Optional.of(found);
    }
}
