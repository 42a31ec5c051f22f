package stator.database.catalog;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.table.Namespace;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.storage.Row;
import stator.storage.RowKey;

/**
 * The rows of the catalog: where they are, and what the head says. {@code docs/file-format.md}
 * states the same.
 */
public final class CatalogRows {
    private static final byte[] NONE = {};
    private static final List<KeyAttribute> TEXTS =
            List.of(new KeyAttribute("1", AttributeType.S), new KeyAttribute("2", AttributeType.S));
    private static final byte[] OWN_PARTITION = texts("catalog");
    private static final RowKey HEAD =
            new RowKey(Layout.CATALOG_SPACE, OWN_PARTITION, Layout.CATALOG_HEAD_KIND, NONE);
    private static final long FORMAT = 1;

    private CatalogRows() {}

    /**
     * The one row that every change of the catalog changes too.
     *
     * @param version how many changes there were
     * @param nextSpace the first space that was never used
     */
    public record Head(long version, int nextSpace) {
        private static final Head FIRST = new Head(0, Layout.TABLE_SPACE_MIN);

        public static Head decode(Optional<Row> row) {
            if (row.isEmpty()) {
                return FIRST;
            }
            Item head = Item.wrap(row.get().payload());
            long format = Long.parseLong(head.get("Format").text());
            if (format != FORMAT) {
                throw new IllegalStateException(
                        "The catalog is in format "
                                + format
                                + ", and this version reads format "
                                + FORMAT
                                + ": open it with the version that wrote it or a newer one");
            }
            return new Head(
                    Long.parseLong(head.get("Version").text()),
                    Integer.parseInt(head.get("NextSpace").text()));
        }

        byte[] encode() {
            DocumentWriter head = new DocumentWriter(64);
            head.name("Format");
            head.number(Long.toString(FORMAT));
            head.name("Version");
            head.number(Long.toString(version));
            head.name("NextSpace");
            head.number(Integer.toString(nextSpace));
            return head.toItem().toBytes();
        }
    }

    public static RowKey head() {
        return HEAD;
    }

    public static RowKey table(Namespace namespace, String name) {
        return new RowKey(
                Layout.CATALOG_SPACE,
                texts(namespace.account(), namespace.region()),
                Layout.CATALOG_TABLE_KIND,
                name.getBytes(StandardCharsets.UTF_8));
    }

    public static RowKey dropped(int space) {
        return new RowKey(
                Layout.CATALOG_SPACE, OWN_PARTITION, Layout.CATALOG_DROPPED_KIND, bytes(space));
    }

    /** The row of the log of a table that is gone, and whose items were in a space. */
    static RowKey retired(int space) {
        return new RowKey(
                Layout.CATALOG_SPACE, OWN_PARTITION, Layout.CATALOG_RETIRED_KIND, bytes(space));
    }

    private static byte[] bytes(int space) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(space).array();
    }

    /** The space that a row made by {@link #dropped} names. */
    static int droppedSpace(RowKey dropped) {
        return ByteBuffer.wrap(dropped.sort()).getInt();
    }

    private static byte[] texts(String... texts) {
        return KeyBytes.of(TEXTS, List.of(texts).stream().map(AttributeValue::string).toList());
    }
}
