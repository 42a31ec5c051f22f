package stator.tool.item;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import stator.model.Item;
import stator.operation.shape.DynamoDbShapes;
import stator.protocol.RequestReader;

/** Items as the API writes them: {@code {"pk":{"S":"a"}}}. */
public final class ItemJson {
    private static final byte[] OPENING = "{\"Item\":".getBytes(StandardCharsets.US_ASCII);

    private final RequestReader reader = new RequestReader(DynamoDbShapes.load());

    /** {@code {"Item":{…}}}, as files of items have it. */
    public static byte[] wrap(byte[] item) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(item.length + OPENING.length + 1);
        line.writeBytes(OPENING);
        line.writeBytes(item);
        line.write('}');
        return line.toByteArray();
    }

    /** Reads an item that stands alone. */
    public Item read(byte[] item) {
        return readWrapped(wrap(item));
    }

    /**
     * Reads {@code {"Item":{…}}}.
     *
     * @throws RuntimeException if it is not that; the message says why
     */
    Item readWrapped(byte[] line) {
        return reader.readItem(line);
    }
}
