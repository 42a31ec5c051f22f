package stator.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import stator.door.BodyTooLargeException;
import stator.door.NoMemoryException;
import stator.door.Reply;
import stator.door.Request;

/** The ways in which DynamoDB takes and gives compressed bodies. */
public enum ContentCoding {
    GZIP("gzip"),
    DEFLATE("deflate");

    /** More codings on top of each other nobody uses; each is work of its own. */
    private static final int CODINGS_MAX = 2;

    /** What is unpacked at once. */
    private static final int FIRST_BYTES = 64 * 1024;

    /** Shorter answers are sent as they are: compression would save less than a packet. */
    static final int ANSWER_BYTES_MIN = 1024;

    private final String token;

    ContentCoding(String token) {
        this.token = token;
    }

    /**
     * A body without the codings that the request's {@code Content-Encoding} names, of which the
     * last is undone first. Unknown codings are left to the reader of the body, to whom it will not
     * look like JSON.
     *
     * @param sent the body as it came
     * @param request pays for what is unpacked, piece by piece
     * @throws NoMemoryException if it cannot
     * @throws BodyTooLargeException if the body would be longer than {@code bytesMax}
     * @throws IOException if the body is not what the header says
     */
    public static byte[] undo(byte[] sent, int bytesMax, Request request) throws IOException {
        Optional<String> header = request.header("content-encoding");
        if (header.isEmpty() || sent.length == 0) {
            return sent;
        }
        List<String> codings = Arrays.asList(header.get().split(","));
        if (codings.size() > CODINGS_MAX) {
            throw new IOException("coded " + codings.size() + " times");
        }
        byte[] decoded = sent;
        for (String coding : codings.reversed()) {
            decoded =
                    switch (coding.strip().toLowerCase(Locale.ROOT)) {
                        case "gzip", "x-gzip" -> GZIP.decode(decoded, bytesMax, request);
                        case "deflate" -> DEFLATE.decode(decoded, bytesMax, request);
                        default -> decoded;
                    };
        }
        return decoded;
    }

    private byte[] decode(byte[] body, int bytesMax, Request request) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body);
        if (this == GZIP) {
            return readAll(new Members(bytes), bytesMax, request);
        }
        Inflater inflater = new Inflater(!hasZlibHeader(body));
        try {
            return readAll(new InflaterInputStream(bytes, inflater), bytesMax, request);
        } finally {
            inflater.end();
        }
    }

    /**
     * Any number of members, as RFC 1952 has it. For each one that is empty the library calls
     * itself once more, and takes the time for a header; somebody may send a million of them.
     */
    private static final class Members extends GZIPInputStream {
        private static final int EMPTY_MAX = 100;

        /** Calls after which others go first. */
        private static final int PAUSE_CALLS = 256;

        private int depth;
        private int calls;

        Members(InputStream in) throws IOException {
            super(in, 4096);
        }

        @Override
        public int read(byte[] target, int from, int length) throws IOException {
            if (depth > EMPTY_MAX) {
                throw new IOException("too many members without content");
            }
            if (++calls % PAUSE_CALLS == 0 && Thread.currentThread().isVirtual()) {
                Thread.yield();
            }
            depth++;
            try {
                return super.read(target, from, length);
            } finally {
                depth--;
            }
        }
    }

    private static byte[] readAll(InputStream input, int bytesMax, Request request)
            throws IOException {
        try (input) {
            byte[] decoded = {};
            while (decoded.length < bytesMax) {
                int more =
                        Math.min(bytesMax - decoded.length, Math.max(FIRST_BYTES, decoded.length));
                if (!request.tryReserve(MemoryBudget.ofBody(more))) {
                    throw new NoMemoryException();
                }
                int before = decoded.length;
                decoded = Arrays.copyOf(decoded, before + more);
                int read = readPiece(input, decoded, before);
                if (read < more) {
                    return Arrays.copyOf(decoded, before + read);
                }
            }
            if (input.read() >= 0) {
                throw new BodyTooLargeException();
            }
            return decoded;
        }
    }

    /** In steps of a millisecond, between which others go first. */
    private static int readPiece(InputStream input, byte[] target, int from) throws IOException {
        int at = from;
        while (at < target.length) {
            int read = input.readNBytes(target, at, Math.min(FIRST_BYTES, target.length - at));
            at += read;
            if (read == 0) {
                break;
            }
            if (Thread.currentThread().isVirtual()) {
                Thread.yield();
            }
        }
        return at - from;
    }

    /** RFC 9110 calls the zlib format "deflate", but some clients send bare deflate. */
    private static boolean hasZlibHeader(byte[] body) {
        return body.length >= 2
                && (body[0] & 0x0F) == 8
                && ((body[0] & 0xFF) << 8 | (body[1] & 0xFF)) % 31 == 0;
    }

    /** The coding that a client asks for by its {@code Accept-Encoding} header. */
    static Optional<ContentCoding> preferred(String acceptEncoding) {
        double gzip = weight(acceptEncoding, GZIP.token);
        double deflate = weight(acceptEncoding, DEFLATE.token);
        if (gzip > 0 && gzip >= deflate) {
            return Optional.of(GZIP);
        }
        return deflate > 0 ? Optional.of(DEFLATE) : Optional.empty();
    }

    /** The weight of a coding, or that of {@code *}, or 0. */
    private static double weight(String acceptEncoding, String token) {
        double any = 0;
        for (String element : acceptEncoding.split(",")) {
            String[] parts = element.split(";");
            String name = parts[0].strip();
            if (name.equalsIgnoreCase(token)) {
                return quality(parts);
            }
            if (name.equals("*")) {
                any = quality(parts);
            }
        }
        return any;
    }

    private static double quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                try {
                    return Double.parseDouble(parameter.substring(2));
                } catch (NumberFormatException e) {
                    return 0;
                }
            }
        }
        return 1;
    }

    /** An answer, compressed if it is long and who asked takes that. */
    static Reply compressed(Reply reply, Request request) {
        if (reply.length() < ANSWER_BYTES_MIN || isCoded(reply)) {
            return reply;
        }
        return request.header("accept-encoding")
                .flatMap(ContentCoding::preferred)
                .filter(coding -> isAffordable(reply, request))
                .map(coding -> coding.compress(reply))
                .orElse(reply);
    }

    /** Whether who answered chose the coding: files that were compressed long ago. */
    private static boolean isCoded(Reply reply) {
        return reply.headers().contains("Content-Encoding: ");
    }

    private static boolean isAffordable(Reply reply, Request request) {
        return reply.length() <= FIRST_BYTES || request.tryReserve(reply.length());
    }

    /** Whether compressing an answer would keep other connections waiting. */
    static boolean takesLong(Reply reply, Request request) {
        return reply.length() > FIRST_BYTES && request.header("accept-encoding").isPresent();
    }

    private Reply compress(Reply reply) {
        return reply.withBody(encode(reply.body(), reply.length()))
                .withHeader("Content-Encoding", token);
    }

    /** Compresses the first bytes of an answer. */
    private byte[] encode(byte[] body, int length) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(length / 4 + 64);
        try (OutputStream output = encoder(encoded)) {
            for (int at = 0; at < length; at += FIRST_BYTES) {
                output.write(body, at, Math.min(FIRST_BYTES, length - at));
                if (Thread.currentThread().isVirtual()) {
                    Thread.yield();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
        return encoded.toByteArray();
    }

    private OutputStream encoder(OutputStream target) throws IOException {
        return switch (this) {
            case GZIP -> new GZIPOutputStream(target, 4096);
            case DEFLATE -> new DeflaterOutputStream(target);
        };
    }
}
