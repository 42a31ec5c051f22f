package stator.benchmark.object;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import stator.benchmark.load.LoadFailure;

/** One connection that puts and gets objects, as cheaply as a client can. Belongs to one thread. */
final class ObjectClient implements AutoCloseable {
    private static final int PIECE_BYTES = 1 << 18;
    private static final String LENGTH = "content-length:";
    private static final String AUTHORIZATION =
            "AWS4-HMAC-SHA256 Credential=test/20261129/us-east-1/s3/aws4_request,"
                    + " SignedHeaders=host, Signature=0";

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] piece = new byte[PIECE_BYTES];

    ObjectClient(InetSocketAddress address) throws IOException {
        socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new BufferedInputStream(socket.getInputStream(), PIECE_BYTES);
    }

    /** Puts the first bytes of an array, again and again until there are as many as wanted. */
    void put(String path, byte[] bytes, long length) throws IOException {
        head("PUT", path, length);
        for (long left = length; left > 0; left -= bytes.length) {
            out.write(bytes, 0, (int) Math.min(left, bytes.length));
        }
        out.flush();
        read(path, 0);
    }

    /** Gets an object and looks only at how long it is. */
    void get(String path, long length) throws IOException {
        head("GET", path, 0);
        out.flush();
        read(path, length);
    }

    private void head(String method, String path, long length) throws IOException {
        String head =
                method
                        + " "
                        + path
                        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                        + AUTHORIZATION
                        + "\r\nx-amz-date: 20261129T000000Z\r\nx-amz-content-sha256:"
                        + " UNSIGNED-PAYLOAD\r\nContent-Length: "
                        + length
                        + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
    }

    private void read(String path, long expected) throws IOException {
        String status = line();
        long length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
                length = Long.parseLong(line.substring(LENGTH.length()).strip());
            }
        }
        int last = 0;
        for (long left = length; left > 0; ) {
            int n = in.read(piece, 0, (int) Math.min(left, piece.length));
            last = n;
            if (n < 0) {
                throw new EOFException(path);
            }
            left -= n;
        }
        if (!status.contains(" 200 ") && !status.endsWith(" 200") || length != expected) {
            String text = new String(piece, 0, Math.min(last, 300), StandardCharsets.UTF_8);
            throw new LoadFailure(
                    path + ": " + status + " with " + length + " bytes, at last " + text);
        }
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int letter = in.read(); letter != '\n'; letter = in.read()) {
            if (letter < 0) {
                throw new EOFException("the connection ended");
            }
            if (letter != '\r') {
                line.append((char) letter);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
