package stator.fuzz;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.Item;
import stator.operation.format.Compression;
import stator.operation.format.CsvOptions;
import stator.operation.format.ItemFormat;
import stator.operation.format.RecordSink;

/**
 * Files of items: DynamoDB JSON, Ion, CSV, each of them packed or not. The first byte says which.
 */
public final class ImportFuzz {
    private static final Map<String, AttributeType> KEYS = Map.of("pk", AttributeType.S);

    private ImportFuzz() {}

    /** Fails for anything but items, refused records and files that cannot be read. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int choice = input[0] & 0xff;
        ItemFormat format = ItemFormat.values()[choice % ItemFormat.values().length];
        Compression compression = Compression.values()[choice / 4 % Compression.values().length];
        byte[] file = Arrays.copyOfRange(input, 1, input.length);
        try (InputStream content = compression.open(new ByteArrayInputStream(file))) {
            format.read(
                    content,
                    KEYS,
                    new CsvOptions(',', List.of(), choice >= 128),
                    new RecordSink<Item>() {
                        @Override
                        public void add(Item item) {
                            Checks.require(
                                    Item.of(item.toMap()).sizeBytes() == item.sizeBytes(),
                                    "the item is another after it was copied");
                        }

                        @Override
                        public void refuse(String reason) {
                            Checks.require(reason != null, "refused without a word");
                        }
                    });
        } catch (IOException | ApiException refused) {
            Checks.hasMessage(refused);
        }
    }
}
