package stator.iam;

import java.net.InetAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import stator.door.Request;

/** A request with a form, without a network. */
public final class FormRequest implements Request {
    private final Map<String, String> headers = new HashMap<>();
    private final byte[] body;

    FormRequest(String body) {
        this.body = body.getBytes(StandardCharsets.UTF_8);
        headers.put("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    }

    /** A call with its members. */
    public static FormRequest of(String action, Map<String, String> members) {
        StringBuilder form = new StringBuilder("Action=" + action);
        members.forEach((name, value) ->
                form.append('&')
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return new FormRequest(form.toString());
    }

    /** The same, signed with a key; the signature is nothing that anybody looks at. */
    FormRequest signedWith(String accessKey, String token) {
        headers.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential="
                        + accessKey
                        + "/20261129/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0");
        if (!token.isEmpty()) {
            headers.put("x-amz-security-token", token);
        }
        return this;
    }

    @Override
    public String method() {
        return "POST";
    }

    @Override
    public String uri() {
        return "/";
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
    public void keep(Object note) {}
}
