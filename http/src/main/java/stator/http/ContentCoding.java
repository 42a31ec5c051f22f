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
import stator.door.Reply;
import stator.door.Request;

/** The ways in which DynamoDB takes and gives compressed bodies. */
enum ContentCoding {
    GZIP("gzip"),
    DEFLATE("deflate");

    /** Shorter answers are sent as they are: compression would save less than a packet. */
    static final int ANSWER_BYTES_MIN = 1024;

    private final String token;

    ContentCoding(String token) {
        this.token = token;
    }

    /**
     * Undoes the codings of a {@code Content-Encoding} header, last first. Unknown codings are left
     * to the reader of the body, to whom it will not look like JSON.
     *
     * @throws BodyTooLargeException if the body would be longer than {@code bytesMax}
     * @throws IOException if the body is not what the header says
     */
    static byte[] decode(byte[] body, String contentEncoding, int bytesMax) throws IOException {
        List<String> codings = Arrays.asList(contentEncoding.split(","));
        byte[] decoded = body;
        for (String coding : codings.reversed()) {
            decoded =
                    switch (coding.strip().toLowerCase(Locale.ROOT)) {
                        case "gzip", "x-gzip" -> GZIP.decode(decoded, bytesMax);
                        case "deflate" -> DEFLATE.decode(decoded, bytesMax);
                        default -> decoded;
                    };
        }
        return decoded;
    }

    private byte[] decode(byte[] body, int bytesMax) throws IOException {
        ByteArrayInputStream bytes = new ByteArrayInputStream(body);
        if (this == GZIP) {
            return readAll(new GZIPInputStream(bytes, 4096), bytesMax); // any number of members
        }
        Inflater inflater = new Inflater(!hasZlibHeader(body));
        try {
            return readAll(new InflaterInputStream(bytes, inflater), bytesMax);
        } finally {
            inflater.end();
        }
    }

    private static byte[] readAll(InputStream input, int bytesMax) throws IOException {
        try (input) {
            byte[] decoded = input.readNBytes(bytesMax);
            if (decoded.length == bytesMax && input.read() >= 0) {
                throw new BodyTooLargeException();
            }
            return decoded;
        }
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
        if (reply.length() < ANSWER_BYTES_MIN) {
            return reply;
        }
        return request.header("accept-encoding")
                .flatMap(ContentCoding::preferred)
                .map(coding -> coding.compress(reply))
                .orElse(reply);
    }

    private Reply compress(Reply reply) {
        return reply.withBody(encode(reply.body(), reply.length()))
                .withHeader("Content-Encoding", token);
    }

    /** Compresses the first bytes of an answer. */
    private byte[] encode(byte[] body, int length) {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream(length / 4 + 64);
        try (OutputStream output = encoder(encoded)) {
            output.write(body, 0, length);
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
