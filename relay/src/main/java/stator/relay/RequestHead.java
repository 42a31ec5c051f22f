package stator.relay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import stator.door.Request;

/**
 * All of a request but its body, as the client sent it.
 *
 * @param source the address of the client
 * @param streamed whether the body is sent only when it is wanted
 */
record RequestHead(
        String method,
        String uri,
        InetAddress source,
        boolean secure,
        String id,
        boolean streamed,
        List<Header> headers) {
    private static final int HEADERS_MAX = 10_000;

    /** A header line. */
    record Header(String name, String value) {}

    static RequestHead of(Request request) {
        List<Header> headers = new ArrayList<>();
        request.forEachHeader((name, value) -> headers.add(new Header(name, value)));
        return new RequestHead(
                request.method(),
                request.uri(),
                request.source(),
                request.isSecure(),
                request.id(),
                request.isStreamed(),
                headers);
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            write(output, method);
            write(output, uri);
            byte[] address = source.getAddress();
            output.writeByte(address.length);
            output.write(address);
            output.writeBoolean(secure);
            write(output, id);
            output.writeBoolean(streamed);
            output.writeInt(headers.size());
            for (Header header : headers) {
                write(output, header.name);
                write(output, header.value);
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    static RequestHead read(byte[] bytes) throws IOException {
        DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes));
        String method = readText(input);
        String uri = readText(input);
        InetAddress source = InetAddress.getByAddress(input.readNBytes(input.readUnsignedByte()));
        boolean secure = input.readBoolean();
        String id = readText(input);
        boolean streamed = input.readBoolean();
        int count = input.readInt();
        if (count < 0 || count > HEADERS_MAX) {
            throw new UnexpectedFrameException(count + " headers");
        }
        List<Header> headers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            headers.add(new Header(readText(input), readText(input)));
        }
        return new RequestHead(method, uri, source, secure, id, streamed, headers);
    }

    /** Text of any length; {@code writeUTF} takes 64 KB only. */
    static void write(DataOutputStream output, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.writeInt(bytes.length);
        output.write(bytes);
    }

    static String readText(DataInputStream input) throws IOException {
        int length = input.readInt();
        if (length < 0 || length > input.available()) {
            throw new UnexpectedFrameException("a text of " + length + " bytes");
        }
        return new String(input.readNBytes(length), StandardCharsets.UTF_8);
    }
}
