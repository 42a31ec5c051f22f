package stator.operation.archive;

import com.amazon.ion.IonType;
import com.amazon.ion.IonWriter;
import com.amazon.ion.system.IonTextWriterBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.protocol.ResponseWriter;

/** Writes the records of an export: items, or what became of them, in DynamoDB JSON or Ion. */
final class ExportRecords {
    private static final int MICROS_PER_MILLI = 1_000;
    private static final int CAPACITY_BYTES = 1 << 12;

    private final boolean isIon;
    private final ExportFiles files;
    private final ResponseWriter json = new ResponseWriter(CAPACITY_BYTES);

    ExportRecords(ItemFormat format, ExportFiles files) {
        isIon = format == ItemFormat.ION;
        this.files = files;
    }

    /** What the names of the files end with. */
    static String extension(ItemFormat format) {
        return format == ItemFormat.ION ? "ion" : "json";
    }

    /** An item. */
    void item(Item item) throws IOException {
        if (!isIon) {
            json.clear();
            json.startObject().member("Item", item).endObject();
            files.add(json.bytes(), json.length());
            return;
        }
        ion(writer -> {
            writer.stepIn(IonType.STRUCT);
            field(writer, "Item", item);
            writer.stepOut();
        });
    }

    /** What became of an item. */
    void change(Item key, Optional<Item> before, Optional<Item> after, long millis)
            throws IOException {
        if (isIon) {
            ionChange(key, before, after, millis);
            return;
        }
        json.clear();
        json.startObject()
                .field("Metadata")
                .startObject()
                .field("WriteTimestampMicros")
                .startObject()
                .member("N", Long.toString(millis * MICROS_PER_MILLI))
                .endObject()
                .endObject()
                .member("Keys", key);
        before.ifPresent(item -> json.member("OldImage", item));
        after.ifPresent(item -> json.member("NewImage", item));
        json.endObject();
        files.add(json.bytes(), json.length());
    }

    private void ionChange(Item key, Optional<Item> before, Optional<Item> after, long millis)
            throws IOException {
        ion(writer -> {
            writer.stepIn(IonType.STRUCT);
            writer.setFieldName("Record");
            writer.stepIn(IonType.STRUCT);
            field(writer, "Keys", key);
            writer.setFieldName("Metadata");
            writer.stepIn(IonType.STRUCT);
            writer.setFieldName("WriteTimestampMicros");
            writer.writeDecimal(BigDecimal.valueOf(millis * MICROS_PER_MILLI));
            writer.stepOut();
            if (before.isPresent()) {
                field(writer, "OldImage", before.get());
            }
            if (after.isPresent()) {
                field(writer, "NewImage", after.get());
            }
            writer.stepOut();
            writer.stepOut();
        });
    }

    /** Writes one value of Ion. */
    @FunctionalInterface
    private interface IonValue {
        void write(IonWriter writer) throws IOException;
    }

    /** Each line begins with the version of Ion, as AWS's do. */
    private void ion(IonValue value) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.write("$ion_1_0 ".getBytes(StandardCharsets.US_ASCII));
        try (IonWriter writer = IonTextWriterBuilder.standard().withCharsetAscii().build(line)) {
            value.write(writer);
        }
        files.add(line.toByteArray(), line.size());
    }

    private static void field(IonWriter writer, String name, Item item) throws IOException {
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
