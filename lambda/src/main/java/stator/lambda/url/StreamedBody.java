package stator.lambda.url;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import stator.lambda.document.Document;
import stator.lambda.invoke.StreamedAnswer;
import stator.protocol.frame.PieceStream;

/**
 * The body of an answer that a function streams. If its type says so, JSON with status, headers and
 * cookies comes first, then eight zero bytes, then the body.
 *
 * <p>A function that fails half way ends the connection, so that nobody takes a part for the whole.
 */
final class StreamedBody implements PieceStream.Source {
    static final String WITH_HEAD = "application/vnd.awslambda.http-integration-response";

    private static final int SEPARATOR_BYTES = 8;
    private static final int HEAD_BYTES_MAX = 64 * 1024;

    private final StreamedAnswer answer;

    /** What came with the head. */
    private Optional<byte[]> rest = Optional.empty();

    StreamedBody(StreamedAnswer answer) {
        this.answer = answer;
    }

    /** Reads what comes before the body; empty if that is no head. */
    Optional<Document> readHead() throws InterruptedException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        while (read.size() < HEAD_BYTES_MAX) {
            Optional<byte[]> piece = answer.next();
            if (piece.isEmpty()) {
                return Optional.empty();
            }
            read.writeBytes(piece.get());
            byte[] bytes = read.toByteArray();
            int end = separator(bytes);
            if (end >= 0) {
                byte[] body = Arrays.copyOfRange(bytes, end + SEPARATOR_BYTES, bytes.length);
                rest = body.length == 0 ? Optional.empty() : Optional.of(body);
                return Document.parse(Arrays.copyOf(bytes, end));
            }
        }
        return Optional.empty();
    }

    /** Where the separator is; JSON has no zero bytes. */
    private static int separator(byte[] bytes) {
        for (int i = 0; i + SEPARATOR_BYTES <= bytes.length; i++) {
            if (bytes[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Optional<byte[]> next() throws InterruptedException, IOException {
        if (rest.isPresent()) {
            Optional<byte[]> first = rest;
            rest = Optional.empty();
            return first;
        }
        Optional<byte[]> next = answer.next();
        if (next.isEmpty() && answer.result().isError()) {
            throw new IOException("The function failed after it had begun to answer.");
        }
        return next;
    }

    @Override
    public void forget() {
        answer.forget();
    }
}
