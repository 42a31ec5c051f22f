package stator.operation.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import stator.expression.ExpressionCache;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.operation.shape.DynamoDbShapes;
import stator.protocol.InvalidValueException;
import stator.protocol.RequestReader;

/** Lines of DynamoDB JSON: {@code {"Item": {"pk": {"S": "a"}}}}. */
final class JsonItems {
    /** A line is at most as long as any item can be in JSON, and not as long as memory lasts. */
    private static final int LINE_BYTES_MAX = 16 << 20;

    private final RequestReader reader = new RequestReader(DynamoDbShapes.load());
    private final InputStream in;

    JsonItems(InputStream in) {
        this.in = in;
    }

    /**
     * Shows all items. As in AWS's imports, what is no JSON ends the file: nobody knows where the
     * next item begins.
     */
    void read(RecordSink<Item> sink) throws IOException {
        read(reader::readItem, sink);
    }

    /** Shows all items with their conditions, in the same way. */
    void readPuts(RecordSink<PutRecord> sink) throws IOException {
        ExpressionCache expressions = new ExpressionCache(PutRecord.EXPRESSIONS_MAX);
        read(line -> PutRecord.of(reader.readPut(line), expressions), sink);
    }

    private <R> void read(Function<byte[], R> meaning, RecordSink<R> sink) throws IOException {
        for (byte[] line = line(); line != null; line = line()) {
            if (isBlank(line)) {
                continue;
            }
            try {
                sink.add(meaning.apply(line));
            } catch (InvalidValueException | InvalidExpressionException e) {
                sink.refuse(e.getMessage());
            } catch (ApiException e) {
                sink.refuse(e.getMessage());
                if (e.code() == ErrorCode.SERIALIZATION) {
                    return;
                }
            }
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The next line without its end; null at the end. */
    private byte[] line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            if (line.size() > LINE_BYTES_MAX) {
                throw new IOException("A line is longer than " + LINE_BYTES_MAX + " bytes");
            }
            next = in.read();
        }
        return line.toByteArray();
    }
}
