package stator.operation.format;

import com.amazon.ion.IonType;
import com.amazon.ion.IonWriter;
import com.amazon.ion.system.IonTextWriterBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * Writes items as lines of Ion text, as AWS's exports have them; {@link IonItems} reads them.
 *
 * <p>Each line begins with the version of Ion, and can be read without those before it.
 */
@SuppressWarnings("exports") // Only exports of this module write with it.
public final class IonLines {
    private static final String VERSION = "$ion_1_0 ";

    private IonLines() {}

    /** Writes one value of Ion. */
    @FunctionalInterface
    public interface IonValue {
        void write(IonWriter writer) throws IOException;
    }

    /** {@code $ion_1_0 {Item:{…}}}, without a line end. */
    public static byte[] item(Item item) throws IOException {
        return line(writer -> {
            writer.stepIn(IonType.STRUCT);
            field(writer, "Item", item);
            writer.stepOut();
        });
    }

    /** The line of a value, without its end. */
    public static byte[] line(IonValue value) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.write(VERSION.getBytes(StandardCharsets.US_ASCII));
        try (IonWriter writer = IonTextWriterBuilder.standard().withCharsetAscii().build(line)) {
            value.write(writer);
        }
        return line.toByteArray();
    }

    /** Writes an item as a field of the struct in which the writer is. */
    public static void field(IonWriter writer, String name, Item item) throws IOException {
        writer.setFieldName(name);
        struct(writer, item);
    }

    private static void struct(IonWriter writer, Item item) throws IOException {
        writer.stepIn(IonType.STRUCT);
        for (Item.Attribute attribute : item) {
            writer.setFieldName(attribute.name());
            value(writer, attribute.value());
        }
        writer.stepOut();
    }

    private static void value(IonWriter writer, AttributeValue value) throws IOException {
        switch (value.type()) {
            case S -> writer.writeString(value.text());
            case N -> writer.writeDecimal(value.number().toBigDecimal());
            case B -> writer.writeBlob(value.binary());
            case BOOL -> writer.writeBool(value.bool());
            case NULL -> writer.writeNull();
            case M -> struct(writer, value.map());
            case L -> {
                writer.stepIn(IonType.LIST);
                for (AttributeValue element : value.list()) {
                    value(writer, element);
                }
                writer.stepOut();
            }
            case SS, NS, BS -> set(writer, value);
        }
    }

    private static void set(IonWriter writer, AttributeValue set) throws IOException {
        AttributeType type = set.type();
        writer.setTypeAnnotations("$dynamodb_" + type);
        writer.stepIn(IonType.LIST);
        for (AttributeValue element : set.elements()) {
            value(writer, element);
        }
        writer.stepOut();
    }
}
