package stator.s3.body;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import stator.s3.request.ChunkSignatureCheck;
import stator.s3.request.Errors;
import stator.s3.request.S3Exception;

/**
 * A body in AWS's own chunks ({@code Content-Encoding: aws-chunked}): each has its size in
 * hexadecimal, perhaps a signature, and its bytes; headers can follow the last one. Gives the bytes
 * of the chunks. Belongs to one thread.
 */
final class AwsChunkedInput extends InputStream {
    private static final int LINE_BYTES_MAX = 4096;
    private static final int TRAILERS_MAX = 16;
    private static final int DIGITS_MAX = 10;
    private static final String SIGNATURE = ";chunk-signature=";

    private final InputStream body;
    private final ChunkSignatureCheck signatures;
    private final Map<String, String> trailers = new TreeMap<>();
    private long left;
    private boolean begun;
    private boolean ended;

    AwsChunkedInput(InputStream body, ChunkSignatureCheck signatures) {
        this.body = body;
        this.signatures = signatures;
    }

    /** The headers after the last chunk, by their names in small letters; known at the end. */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (left == 0) {
            if (ended) {
                return -1;
            }
            beginChunk();
        }
        int read = body.read(target, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw Errors.incompleteBody();
        }
        left -= read;
        signatures.update(target, offset, read);
        return read;
    }

    private void beginChunk() throws IOException {
        if (begun) {
            signatures.end();
            requireEmptyLine();
        }
        begun = true;
        String line = line();
        int semicolon = line.indexOf(';');
        left = size(semicolon < 0 ? line : line.substring(0, semicolon));
        signatures.begin(
                line.startsWith(SIGNATURE, Math.max(0, semicolon))
                        ? line.substring(semicolon + SIGNATURE.length())
                        : "");
        if (left == 0) {
            signatures.end();
            readTrailers();
            ended = true;
        }
    }

    private static long size(String digits) {
        try {
            if (!digits.isEmpty() && digits.length() <= DIGITS_MAX && digits.charAt(0) != '-') {
                return Long.parseLong(digits, 16);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw malformed();
    }

    private static S3Exception malformed() {
        return new S3Exception(
                400,
                "InvalidChunkSizeError",
                "Only the last chunk is allowed to have a size less" + " than 8192 bytes");
    }

    private void requireEmptyLine() throws IOException {
        if (!line().isEmpty()) {
            throw Errors.incompleteBody();
        }
    }

    /** Up to an empty line, or the end of the body: some clients leave that line out. */
    private void readTrailers() throws IOException {
        StringBuilder signed = new StringBuilder();
        String signature = "";
        for (int i = 0; i < TRAILERS_MAX; i++) {
            String line = line();
            if (line.isEmpty()) {
                break;
            }
            int colon = line.indexOf(':');
            if (colon < 0) {
                throw Errors.incompleteBody();
            }
            String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            if (name.equals("x-amz-trailer-signature")) {
                signature = value;
            } else {
                trailers.put(name, value);
                signed.append(name).append(':').append(value).append('\n');
            }
        }
        if (!trailers.isEmpty()) {
            signatures.trailers(signed.toString(), signature);
        }
        if (body.read() >= 0) {
            // What follows the end of the body is of nobody; the connection goes on after it.
            body.skip(Long.MAX_VALUE);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(96);
        for (int next = body.read(); next != '\n'; next = body.read()) {
            if (next < 0) {
                if (ended || left == 0 && line.size() == 0 && begun) {
                    return "";
                }
                throw Errors.incompleteBody();
            }
            if (next != '\r') {
                line.write(next);
            }
            if (line.size() > LINE_BYTES_MAX) {
                throw malformed();
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
