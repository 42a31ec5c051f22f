package stator.lambda.runtime;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request of the Runtime API as HTTP/1.1 has it. Who sends it is a program of this machine that
 * was started with a secret; still nothing in it is believed.
 */
final class RuntimeRequest {
    private static final int HEAD_BYTES_MAX = 64 * 1024;

    private final String method;
    private final String path;
    private final Map<String, String> headers;
    private final Body body;

    private RuntimeRequest(
            String method, String path, Map<String, String> headers, InputStream in) {
        this.method = method;
        this.path = path;
        this.headers = headers;
        body = new Body(in);
    }

    /**
     * Reads the head of the next request.
     *
     * @return null at the end of the connection
     */
    static RuntimeRequest read(InputStream in) throws IOException {
        String first = line(in, true);
        if (first == null) {
            return null;
        }
        String[] parts = first.split(" ");
        if (parts.length != 3) {
            throw new IOException("no request: " + first.length() + " characters");
        }
        Map<String, String> headers = new HashMap<>();
        readHeaders(in, headers);
        String path = parts[1].startsWith("http://") ? afterHost(parts[1]) : parts[1];
        return new RuntimeRequest(parts[0], path, headers, in);
    }

    private static String afterHost(String url) {
        int slash = url.indexOf('/', "http://".length());
        return slash < 0 ? "/" : url.substring(slash);
    }

    private static void readHeaders(InputStream in, Map<String, String> headers)
            throws IOException {
        int bytes = 0;
        for (String line = line(in, false); !line.isEmpty(); line = line(in, false)) {
            bytes += line.length();
            int colon = line.indexOf(':');
            if (colon < 0 || bytes > HEAD_BYTES_MAX) {
                throw new IOException("no header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    private static String line(InputStream in, boolean mayEnd) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 && mayEnd && bytes.size() == 0) {
                return null;
            }
            if (b < 0) {
                throw new EOFException("a head that ends");
            }
            if (bytes.size() > HEAD_BYTES_MAX) {
                throw new IOException("a line that is too long");
            }
            bytes.write(b);
        }
        String line = bytes.toString(StandardCharsets.ISO_8859_1);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    String method() {
        return method;
    }

    String path() {
        return path;
    }

    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    boolean expectsContinue() {
        return header("expect").equalsIgnoreCase("100-continue");
    }

    /** The body, as it comes; after its end, trailers are among the headers. */
    InputStream body() {
        return body;
    }

    /** A body of known length, or in chunks. */
    private final class Body extends InputStream {
        private final InputStream in;
        private final boolean isChunked;

        /** How much of the body, or of the chunk, is left. */
        private long left;

        private boolean hasEnded;
        private boolean isFirstChunk = true;

        Body(InputStream in) {
            this.in = in;
            isChunked = header("transfer-encoding").equalsIgnoreCase("chunked");
            left = isChunked ? 0 : length(header("content-length"), 10);
            hasEnded = !isChunked && left == 0;
        }

        private static long length(String text, int radix) {
            try {
                return text.isEmpty() ? 0 : Math.max(0, Long.parseLong(text, radix));
            } catch (NumberFormatException e) {
                return 0;
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (!hasEnded && left == 0) {
                nextChunk();
            }
            if (hasEnded) {
                return -1;
            }
            int count = in.read(buffer, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("a body that ends");
            }
            left -= count;
            hasEnded = !isChunked && left == 0;
            return count;
        }

        private void nextChunk() throws IOException {
            if (!isFirstChunk) {
                line(in, false);
            }
            isFirstChunk = false;
            String size = line(in, false);
            int extension = size.indexOf(';');
            left = length((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
            if (left == 0) {
                readHeaders(in, headers);
                hasEnded = true;
            }
        }
    }
}
