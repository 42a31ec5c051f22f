package stator.database.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.database.catalog.DocumentMembers.Reader;
import stator.database.catalog.DocumentMembers.Writer;
import stator.database.log.ChangeLog;
import stator.database.row.IndexPlace;
import stator.database.row.Layout;
import stator.database.table.Backfill;
import stator.database.table.Billing;
import stator.database.table.Encryption;
import stator.database.table.IndexDescription;
import stator.database.table.Namespace;
import stator.database.table.ResourcePolicy;
import stator.database.table.StreamSettings;
import stator.database.table.TableClass;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Throughput;
import stator.database.table.Transition;
import stator.database.table.VectorSettings;
import stator.model.AttributeType;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;
import stator.vector.DistanceFunction;

/**
 * A {@link TableEntry} as an item document; {@code docs/file-format.md} states the names.
 *
 * <p>A reader finds what it knows by name and ignores the rest, and what is missing has its
 * default, so members may be added without another format number. The number is for changes that an
 * older reader must not overlook.
 */
public final class TableEntryCodec {
    /** Of tables without vector indexes, so that versions that know none can read them. */
    private static final long FORMAT_WITHOUT_VECTORS = 1;

    private static final long FORMAT = 2;

    private TableEntryCodec() {}

    public static byte[] encode(TableEntry record) {
        TableDescription table = record.description();
        Writer out = new Writer(new DocumentWriter(1024));
        out.number("Format", table.vectorIndexes().isEmpty() ? FORMAT_WITHOUT_VECTORS : FORMAT);
        out.number("Space", record.space());
        out.text("Account", record.namespace().account());
        out.text("Region", record.namespace().region());
        out.text("Name", table.name());
        out.text("Id", table.id());
        out.text("Arn", table.arn());
        out.number("Created", table.createdMillis());
        out.map("Transition", () -> writeTransition(out, table.transition()));
        out.map("Key", () -> writeKey(out, table.key()));
        out.list("AttributeDefinitions", table.attributeDefinitions(), a -> writeAttribute(out, a));
        out.list("Indexes", table.indexes(), i -> writeIndex(out, i, record.places()));
        out.map("Billing", () -> writeBilling(out, table.billing()));
        out.map("Throughput", () -> writeThroughput(out, table.throughput()));
        out.map("TableClass", () -> writeTableClass(out, table.tableClass()));
        out.map("Encryption", () -> writeEncryption(out, table.encryption()));
        out.flag("DeletionProtection", table.deletionProtection());
        out.map("Stream", () -> writeStream(out, table.stream()));
        FeatureCodec.writeSpaces(out, record);
        out.map("ResourcePolicy", () -> writeResourcePolicy(out, table.resourcePolicy()));
        out.map("Tags", () -> table.tags().forEach(out::text));
        out.map(
                "ChangeReaders",
                () -> table.changeReaders().forEach((name, millis) -> out.number(name, millis)));
        out.map("ChangeLog", () -> ChangeLogCodec.write(out, record.log()));
        FeatureCodec.writeSettings(out, table.settings());
        return out.document().toItem().toBytes();
    }

    /** A description alone; where rows are is of no interest outside the catalog. */
    public static Item document(TableDescription table) {
        Map<String, IndexPlace> places = new HashMap<>();
        for (IndexDescription index : table.indexes()) {
            places.put(index.name(), new IndexPlace(0, Layout.ITEM_KIND));
        }
        return Item.wrap(
                encode(
                        new TableEntry(
                                new Namespace("", ""),
                                table,
                                0,
                                places,
                                Map.of(),
                                ChangeLog.EMPTY)));
    }

    public static TableDescription description(Item document) {
        return decode(document.toBytes()).description();
    }

    public static TableEntry decode(byte[] payload) {
        Reader in = new Reader(Item.wrap(payload));
        long format = in.number("Format", 0);
        if (format < FORMAT_WITHOUT_VECTORS || format > FORMAT) {
            throw new IllegalStateException(
                    "Table "
                            + in.text("Name", "?")
                            + " is described in format "
                            + format
                            + ", and this version reads formats up to "
                            + FORMAT
                            + ": open it with the version that wrote it or a newer one");
        }
        Map<String, IndexPlace> places = new HashMap<>();
        List<IndexDescription> indexes = new ArrayList<>();
        for (Reader index : in.maps("Indexes")) {
            indexes.add(readIndex(index));
            places.put(index.text("Name", ""), readPlace(index));
        }
        TableDescription table =
                new TableDescription(
                        in.text("Name", ""),
                        in.text("Id", ""),
                        in.text("Arn", ""),
                        in.number("Created", 0),
                        readTransition(in.map("Transition")),
                        readKey(in.map("Key")),
                        readAttributes(in.maps("AttributeDefinitions")),
                        indexes,
                        readBilling(in.map("Billing")),
                        readThroughput(in.map("Throughput")),
                        readTableClass(in.map("TableClass")),
                        readEncryption(in.map("Encryption")),
                        in.flag("DeletionProtection", false),
                        readStream(in.map("Stream")),
                        readResourcePolicy(in.map("ResourcePolicy")),
                        readTags(in.map("Tags").document()),
                        readChangeReaders(in.map("ChangeReaders").document()),
                        FeatureCodec.readSettings(in));
        Namespace namespace = new Namespace(in.text("Account", ""), in.text("Region", ""));
        return new TableEntry(
                namespace,
                table,
                (int) in.number("Space", 0),
                places,
                FeatureCodec.readSpaces(in),
                ChangeLogCodec.read(in.map("ChangeLog")));
    }

    private static void writeTransition(Writer out, Transition transition) {
        out.text("Status", transition.status().name());
        out.number("Until", transition.untilMillis());
    }

    private static Transition readTransition(Reader in) {
        TableStatus status = TableStatus.valueOf(in.text("Status", TableStatus.ACTIVE.name()));
        return new Transition(status, in.number("Until", 0));
    }

    static void writeKey(Writer out, KeySchema key) {
        out.list("Partition", key.partition(), a -> writeAttribute(out, a));
        out.list("Sort", key.sort(), a -> writeAttribute(out, a));
    }

    static KeySchema readKey(Reader in) {
        return new KeySchema(readAttributes(in.maps("Partition")), readAttributes(in.maps("Sort")));
    }

    private static void writeAttribute(Writer out, KeyAttribute attribute) {
        out.text("Name", attribute.name());
        out.text("Type", attribute.type().name());
    }

    private static List<KeyAttribute> readAttributes(List<Reader> attributes) {
        List<KeyAttribute> all = new ArrayList<>();
        for (Reader in : attributes) {
            all.add(readAttribute(in));
        }
        return all;
    }

    private static KeyAttribute readAttribute(Reader in) {
        return new KeyAttribute(in.text("Name", ""), AttributeType.valueOf(in.text("Type", "")));
    }

    private static void writeIndex(
            Writer out, IndexDescription index, Map<String, IndexPlace> places) {
        IndexPlace place = places.get(index.name());
        out.text("Name", index.name());
        out.number("Space", place.space());
        out.number("Kind", place.kind());
        out.number("Since", place.since());
        out.text("Scope", index.scope().name());
        out.map("Key", () -> writeKey(out, index.key()));
        out.text("Projection", index.projection().name());
        out.list("NonKeyAttributes", index.nonKeyAttributes(), n -> out.text("Name", n));
        if (index.isVector()) {
            out.map("Vector", () -> writeVector(out, index.vector()));
        }
        out.map("Throughput", () -> writeThroughput(out, index.throughput()));
        out.map("Transition", () -> writeTransition(out, index.transition()));
        if (index.backfilling()) {
            out.number("BackfillStart", index.backfill().startMillis());
            out.number("BackfillEnd", index.backfill().endMillis());
        }
    }

    private static IndexDescription readIndex(Reader in) {
        IndexDescription.Scope scope = IndexDescription.Scope.valueOf(in.text("Scope", ""));
        return new IndexDescription(
                in.text("Name", ""),
                scope,
                readKey(in.map("Key")),
                IndexDescription.Projection.valueOf(in.text("Projection", "")),
                in.maps("NonKeyAttributes").stream().map(name -> name.text("Name", "")).toList(),
                scope == IndexDescription.Scope.VECTOR
                        ? readVector(in.map("Vector"))
                        : VectorSettings.NONE,
                readThroughput(in.map("Throughput")),
                readTransition(in.map("Transition")),
                new Backfill(in.number("BackfillStart", -1), in.number("BackfillEnd", -1)));
    }

    private static void writeVector(Writer out, VectorSettings vector) {
        out.text("Attribute", vector.attribute());
        out.number("Dimensions", vector.dimensions());
        out.text("DistanceFunction", vector.distance().name());
        out.list(
                "SearchSchema",
                vector.searchSchema(),
                element -> {
                    writeAttribute(out, element.attribute());
                    out.text("Role", element.role().name());
                });
    }

    private static VectorSettings readVector(Reader in) {
        List<VectorSettings.SearchAttribute> schema = new ArrayList<>();
        for (Reader element : in.maps("SearchSchema")) {
            schema.add(
                    new VectorSettings.SearchAttribute(
                            readAttribute(element),
                            VectorSettings.Role.valueOf(element.text("Role", ""))));
        }
        return new VectorSettings(
                in.text("Attribute", ""),
                (int) in.number("Dimensions", 0),
                DistanceFunction.valueOf(in.text("DistanceFunction", "")),
                schema);
    }

    private static IndexPlace readPlace(Reader in) {
        return new IndexPlace(
                (int) in.number("Space", 0), (byte) in.number("Kind", 0), in.number("Since", 0));
    }

    private static void writeBilling(Writer out, Billing billing) {
        out.text("Mode", billing.mode().name());
        out.number("LastUpdateToPayPerRequest", billing.lastUpdateToPayPerRequestMillis());
    }

    private static Billing readBilling(Reader in) {
        return new Billing(
                Billing.Mode.valueOf(in.text("Mode", Billing.Mode.PROVISIONED.name())),
                in.number("LastUpdateToPayPerRequest", Throughput.NEVER));
    }

    private static void writeThroughput(Writer out, Throughput throughput) {
        out.number("ReadUnits", throughput.readUnits());
        out.number("WriteUnits", throughput.writeUnits());
        out.number("LastIncrease", throughput.lastIncreaseMillis());
        out.number("LastDecrease", throughput.lastDecreaseMillis());
        out.number("DecreasesToday", throughput.decreasesToday());
        out.number("ReadUnitsMax", throughput.readUnitsMax());
        out.number("WriteUnitsMax", throughput.writeUnitsMax());
        out.number("WarmReadUnits", throughput.warmReadUnits());
        out.number("WarmWriteUnits", throughput.warmWriteUnits());
    }

    private static Throughput readThroughput(Reader in) {
        return new Throughput(
                in.number("ReadUnits", 0),
                in.number("WriteUnits", 0),
                in.number("LastIncrease", Throughput.NEVER),
                in.number("LastDecrease", Throughput.NEVER),
                (int) in.number("DecreasesToday", 0),
                in.number("ReadUnitsMax", Throughput.UNSET),
                in.number("WriteUnitsMax", Throughput.UNSET),
                in.number("WarmReadUnits", Throughput.UNSET),
                in.number("WarmWriteUnits", Throughput.UNSET));
    }

    private static void writeTableClass(Writer out, TableClass tableClass) {
        out.text("Name", tableClass.name());
        out.flag("Given", tableClass.given());
        out.number("Changed", tableClass.changedMillis());
    }

    private static TableClass readTableClass(Reader in) {
        return new TableClass(
                in.text("Name", TableClass.STANDARD.name()),
                in.flag("Given", false),
                in.number("Changed", Throughput.NEVER));
    }

    private static void writeEncryption(Writer out, Encryption encryption) {
        out.flag("Kms", encryption.kms());
        out.text("KeyArn", encryption.keyArn());
    }

    private static Encryption readEncryption(Reader in) {
        return new Encryption(in.flag("Kms", false), in.text("KeyArn", ""));
    }

    private static void writeStream(Writer out, StreamSettings stream) {
        out.flag("Enabled", stream.enabled());
        out.text("View", stream.view().name());
        out.text("Label", stream.label());
    }

    private static StreamSettings readStream(Reader in) {
        return new StreamSettings(
                in.flag("Enabled", false),
                StreamSettings.View.valueOf(in.text("View", StreamSettings.NONE.view().name())),
                in.text("Label", ""));
    }

    private static void writeResourcePolicy(Writer out, ResourcePolicy policy) {
        out.text("Document", policy.document());
        out.text("Revision", policy.revision());
    }

    private static ResourcePolicy readResourcePolicy(Reader in) {
        return new ResourcePolicy(in.text("Document", ""), in.text("Revision", ""));
    }

    private static Map<String, String> readTags(Item tags) {
        Map<String, String> all = new LinkedHashMap<>();
        for (Item.Attribute tag : tags) {
            all.put(tag.name(), tag.value().text());
        }
        return all;
    }

    private static Map<String, Long> readChangeReaders(Item readers) {
        Map<String, Long> all = new HashMap<>();
        for (Item.Attribute reader : readers) {
            all.put(reader.name(), Long.parseLong(reader.value().text()));
        }
        return all;
    }
}
