package stator.database.row;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;

/**
 * A vector as an attribute's value and as bytes, and the entry of a vector index, which is made of
 * it: the floats, and then the document of what else is projected. {@code docs/file-format.md}
 * states the same.
 */
public final class VectorBytes {
    private static final float PLAIN_MIN = 1e-5f;
    private static final float PLAIN_MAX = 1e16f;

    private VectorBytes() {}

    /**
     * The vector that a value is: a list of so many numbers, each in the range of 32-bit floats.
     */
    public static Optional<float[]> read(AttributeValue value, int dimensions) {
        if (value.type() != AttributeType.L || value.count() != dimensions) {
            return Optional.empty();
        }
        float[] vector = new float[dimensions];
        List<AttributeValue> elements = value.list();
        for (int i = 0; i < dimensions; i++) {
            AttributeValue element = elements.get(i);
            if (element.type() != AttributeType.N) {
                return Optional.empty();
            }
            vector[i] = Float.parseFloat(element.text());
            if (Float.isInfinite(vector[i])) {
                return Optional.empty();
            }
        }
        return Optional.of(vector);
    }

    /** The payload of an entry. */
    static byte[] encode(float[] vector, Item projected) {
        byte[] document = projected.toBytes();
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES + document.length);
        bytes.asFloatBuffer().put(vector);
        bytes.position(vector.length * Float.BYTES);
        return bytes.put(document).array();
    }

    /** The vector of an entry. */
    static float[] vector(byte[] payload, int dimensions) {
        assert payload.length > dimensions * Float.BYTES : "A vector without a document behind it";
        float[] vector = new float[dimensions];
        ByteBuffer.wrap(payload).asFloatBuffer().get(vector);
        return vector;
    }

    /** What else an entry holds. */
    static Item projected(byte[] payload, int dimensions) {
        int start = dimensions * Float.BYTES;
        return Item.wrap(payload, start, payload.length - start);
    }

    /** Writes a vector as the service returns it. */
    static void write(float[] vector, DocumentWriter document) {
        int list = document.startList();
        for (float element : vector) {
            document.number(text(element));
        }
        document.end(list);
    }

    /**
     * The shortest decimal that names a float, with a digit behind the point: what was written as 1
     * comes back as 1.0 (captured). Very large and very small numbers have an exponent, as the
     * libraries write it that write 1.0.
     */
    static String text(float element) {
        BigDecimal decimal = new BigDecimal(Float.toString(element));
        float magnitude = Math.abs(element);
        if (element == 0 || magnitude >= PLAIN_MIN && magnitude < PLAIN_MAX) {
            String plain = decimal.stripTrailingZeros().toPlainString();
            return plain.indexOf('.') < 0 ? plain + ".0" : plain;
        }
        BigDecimal stripped = decimal.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        return stripped.movePointLeft(exponent).toPlainString() + "e" + exponent;
    }
}
