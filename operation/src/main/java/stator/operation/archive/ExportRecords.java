package stator.operation.archive;

import com.amazon.ion.IonType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import stator.model.Item;
import stator.operation.format.IonLines;
import stator.operation.format.ItemFormat;
import stator.protocol.ResponseWriter;

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
        add(IonLines.item(item));
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
        byte[] line =
                IonLines.line(writer -> {
                    writer.stepIn(IonType.STRUCT);
                    writer.setFieldName("Record");
                    writer.stepIn(IonType.STRUCT);
                    IonLines.field(writer, "Keys", key);
                    writer.setFieldName("Metadata");
                    writer.stepIn(IonType.STRUCT);
                    writer.setFieldName("WriteTimestampMicros");
                    writer.writeDecimal(BigDecimal.valueOf(millis * MICROS_PER_MILLI));
                    writer.stepOut();
                    if (before.isPresent()) {
                        IonLines.field(writer, "OldImage", before.get());
                    }
                    if (after.isPresent()) {
                        IonLines.field(writer, "NewImage", after.get());
                    }
                    writer.stepOut();
                    writer.stepOut();
                });
        add(line);
    }

    private void add(byte[] line) throws IOException {
        files.add(line, line.length);
    }
}
