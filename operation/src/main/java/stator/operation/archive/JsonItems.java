package stator.operation.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.protocol.InvalidValueException;
import stator.operation.protocol.RequestReader;
import stator.operation.protocol.ShapeCatalog;

/** Lines of DynamoDB JSON: {@code {"Item": {"pk": {"S": "a"}}}}. */
final class JsonItems {
    /** A line is at most as long as any item can be in JSON, and not as long as memory lasts. */
    private static final int LINE_BYTES_MAX = 16 << 20;

    private final RequestReader reader = new RequestReader(ShapeCatalog.load());
    private final InputStream in;

    JsonItems(InputStream in) {
        this.in = in;
    }

    /**
     * Shows all items. As in AWS's imports, what is no JSON ends the file: nobody knows where the
     * next item begins.
     */
    void read(ItemSink sink) throws IOException {
        for (byte[] line = line(); line != null; line = line()) {
            if (isBlank(line)) {
                continue;
            }
            try {
                sink.add(reader.readItem(line));
            } catch (InvalidValueException e) {
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
