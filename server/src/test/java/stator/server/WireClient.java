package stator.server;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** A client that sends any bytes and reads answers one by one. */
final class WireClient implements AutoCloseable {
    static final String SIGNED =
            "X-Amz-Date: 20260101T000000Z\r\n"
                    + "Authorization: AWS4-HMAC-SHA256 Credential=key/20260101/eu-west-1/dynamodb/aws4_request,"
                    + " SignedHeaders=host;x-amz-date, Signature=00\r\n";

    private final Socket socket;
    private final InputStream input;

    WireClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        input = new BufferedInputStream(socket.getInputStream());
    }

    /** An answer; the names of its headers are in lower case. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** A whole, well-formed call. */
    static String call(String target, String body, String... moreHeaders) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
                + SIGNED
                + "X-Amz-Target: "
                + target
                + "\r\nContent-Length: "
                + body.length()
                + "\r\n"
                + String.join("", moreHeaders)
                + "\r\n"
                + body;
    }

    WireClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    WireClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    WireClient endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    Answer read() throws IOException {
        return read(false);
    }

    /** Reads an answer that has only headers if it is the answer to HEAD. */
    Answer read(boolean bodyless) throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(": ");
            headers.put(line.substring(0, colon).toLowerCase(), line.substring(colon + 2));
        }
        int length = bodyless ? 0 : Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = input.readNBytes(length);
        return new Answer(Integer.parseInt(status[1]), headers, body);
    }

    /**
     * Reads an answer of any length without keeping it.
     *
     * @param held what the server holds meanwhile, which must stay below a limit
     * @return how long the body was
     */
    long readCounting(LongSupplier held, long limit) throws IOException {
        long left = Long.parseLong(read(true).headers().get("content-length"));
        long count = 0;
        byte[] piece = new byte[1 << 16];
        while (left > 0) {
            int n = input.read(piece, 0, (int) Math.min(piece.length, left));
            if (n < 0) {
                throw new EOFException("closed " + left + " bytes early");
            }
            if (held.getAsLong() > limit) {
                throw new IllegalStateException("The server holds " + held.getAsLong());
            }
            left -= n;
            count += n;
        }
        return count;
    }

    /** Reads a body in chunks. */
    long readChunks() throws IOException {
        long count = 0;
        for (int size = Integer.parseInt(line(), 16);
                size > 0;
                size = Integer.parseInt(line(), 16)) {
            count += input.readNBytes(size).length;
            line();
        }
        line();
        return count;
    }

    /** How much comes until the server closes its side. */
    long readToEnd() throws IOException {
        return input.readAllBytes().length;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) {
                throw new EOFException("closed after '" + line + "'");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Whether the server closes the connection without another byte. */
    boolean isClosedByServer() throws IOException {
        return input.read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
