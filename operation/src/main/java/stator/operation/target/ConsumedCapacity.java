package stator.operation.target;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.database.item.IndexChange;
import stator.database.item.WriteOutcome;
import stator.database.table.IndexDescription;
import stator.database.table.Table;
import stator.database.table.VectorSettings;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.storage.Consistency;

/**
 * The capacity units that one call consumes on one table and its indexes.
 *
 * <p>In a transaction the table's part is twice as much, while an index entry costs what it costs
 * outside of one; and what is consumed is shown a second time under the name of its kind.
 *
 * <p>Reads cost a unit for each 4 KB begun, half of that if they are eventually consistent; writes
 * a unit for each 1 KB begun of the larger of the images before and after. An index entry is
 * charged by itself: its own size if it comes or goes, the larger size if it changes in place, both
 * sizes if it moves to another index key, and nothing if it stays as it is (captured from the
 * service). An entry of a vector index costs no units: its bytes are counted, a kilobyte at least.
 *
 * <p>A read of nothing costs as much as one of a byte. What AWS charges at least for a Scan depends
 * on how many partitions it keeps the table in, and is not known; here it is one read.
 */
public final class ConsumedCapacity {
    private static final int READ_UNIT_BYTES = 4096;
    private static final int WRITE_UNIT_BYTES = 1024;

    /** Which units they are. */
    public enum Kind {
        /** Those of one kind of operation: it need not be said which. */
        PLAIN(1, ""),
        TRANSACTIONAL_READ(2, "ReadCapacityUnits"),
        TRANSACTIONAL_WRITE(2, "WriteCapacityUnits");

        private final int tableFactor;
        private final String member;

        Kind(int tableFactor, String member) {
            this.tableFactor = tableFactor;
            this.member = member;
        }
    }

    private final ItemTable table;
    private final Kind kind;
    private double tableUnits;
    private Map<String, Double> indexUnits = Map.of();
    private Map<String, Double> vectorBytes = Map.of();

    public ConsumedCapacity(ItemTable table) {
        this(table, Kind.PLAIN);
    }

    public ConsumedCapacity(ItemTable table, Kind kind) {
        this.table = table;
        this.kind = kind;
    }

    /** How much of it a request wants to see: the values of ReturnConsumedCapacity. */
    public enum Detail {
        NONE,
        TOTAL,
        INDEXES;

        /** What a request asks for. */
        public static Detail of(Struct request) {
            return request.has("ReturnConsumedCapacity")
                    ? valueOf(request.string("ReturnConsumedCapacity"))
                    : NONE;
        }
    }

    /** The units of a read of that many bytes in one go. */
    public static double readUnits(long bytes, Consistency consistency) {
        double units = blocks(bytes, READ_UNIT_BYTES);
        return switch (consistency) {
            case STRONG -> units;
            case EVENTUAL -> units / 2;
        };
    }

    private static long blocks(long bytes, int unit) {
        return Math.max(1, (bytes + unit - 1) / unit);
    }

    /** Adds units of the table itself. */
    public void addTable(double units) {
        tableUnits += kind.tableFactor * units;
    }

    /** Adds units of an index. */
    public void addIndex(String index, double units) {
        if (indexUnits.isEmpty()) {
            indexUnits = new LinkedHashMap<>();
        }
        indexUnits.merge(index, units, Double::sum);
    }

    /** Adds what a read of one item by its key costs. */
    public void addGet(Optional<Item> item, Consistency consistency) {
        addTable(readUnits(item.map(Item::sizeBytes).orElse(0), consistency));
    }

    /** Adds what a write costs. */
    public void addWrite(WriteOutcome.Applied outcome) {
        addTable(writeUnits(table.table(), outcome));
        outcome.indexChanges().forEach(this::addChange);
    }

    /**
     * How many bytes of an item a write is charged for: a vector that an index reads counts four
     * for each dimension, however long its numbers are. Reads, and the limit of 400 KB, count the
     * numbers (captured from the service, October 2026, by the dynamodb-conformance suite).
     */
    private static int writtenBytes(Table table, Item item) {
        int bytes = item.sizeBytes();
        Set<String> counted = new HashSet<>();
        for (IndexDescription index : table.vectorIndexes()) {
            VectorSettings vector = index.vector();
            Optional<AttributeValue> value = item.find(vector.attribute());
            if (value.isPresent() && counted.add(vector.attribute())) {
                bytes += vector.dimensions() * Float.BYTES - value.get().sizeBytes();
            }
        }
        return bytes;
    }

    private void addChange(IndexChange change) {
        boolean isVector =
                table.table().index(change.index()).filter(IndexDescription::isVector).isPresent();
        if (!isVector) {
            addIndex(change.index(), writeUnits(change));
            return;
        }
        int bytes = change.newBytes() == IndexChange.NONE ? change.oldBytes() : change.newBytes();
        if (vectorBytes.isEmpty()) {
            vectorBytes = new LinkedHashMap<>();
        }
        vectorBytes.merge(change.index(), VectorCapacity.atLeast(bytes), Double::sum);
    }

    /** What of a write the table itself is charged for. */
    public static long writeUnits(Table table, WriteOutcome.Applied outcome) {
        return Math.max(writeUnits(table, outcome.before()), writeUnits(table, outcome.after()));
    }

    /** The units of a write of an item, if there is one. */
    public static long writeUnits(Table table, Optional<Item> item) {
        return blocks(item.map(there -> writtenBytes(table, there)).orElse(0), WRITE_UNIT_BYTES);
    }

    /** The units of a changed index entry. */
    public static long writeUnits(IndexChange change) {
        if (change.moved()) {
            return blocks(change.oldBytes(), WRITE_UNIT_BYTES)
                    + blocks(change.newBytes(), WRITE_UNIT_BYTES);
        }
        return blocks(Math.max(change.oldBytes(), change.newBytes()), WRITE_UNIT_BYTES);
    }

    /** Writes the member ConsumedCapacity, if the request asks for it. */
    public void writeMember(ResponseWriter response, Detail detail) {
        if (detail != Detail.NONE) {
            response.field("ConsumedCapacity");
            write(response, detail);
        }
    }

    /** Writes the member ConsumedCapacity of a batch, if the request asks for it. */
    public static void writeMember(
            ResponseWriter response, Detail detail, List<ConsumedCapacity> ofTables) {
        if (detail != Detail.NONE) {
            response.field("ConsumedCapacity").startArray();
            ofTables.forEach(capacity -> capacity.write(response, detail));
            response.endArray();
        }
    }

    private void write(ResponseWriter response, Detail detail) {
        double total = tableUnits;
        for (double units : indexUnits.values()) {
            total += units;
        }
        response.startObject().member("TableName", table.reference());
        writeMembers(response, total);
        if (detail == Detail.INDEXES) {
            response.field("Table");
            writeUnits(response, tableUnits);
            writeIndexes(response, "LocalSecondaryIndexes", IndexDescription.Scope.LOCAL);
            writeIndexes(response, "GlobalSecondaryIndexes", IndexDescription.Scope.GLOBAL);
            writeVectorIndexes(response);
        }
        response.endObject();
    }

    private void writeVectorIndexes(ResponseWriter response) {
        if (vectorBytes.isEmpty()) {
            return;
        }
        response.field("VectorIndexes").startObject();
        vectorBytes.forEach((name, bytes) ->
                response.field(name)
                        .startObject()
                        .member("VectorWriteRequestBytes", bytes.doubleValue())
                        .endObject());
        response.endObject();
    }

    private void writeIndexes(
            ResponseWriter response, String member, IndexDescription.Scope scope) {
        List<String> names = new ArrayList<>();
        for (IndexDescription index : table.table().description().indexes()) {
            if (index.scope() == scope && indexUnits.containsKey(index.name())) {
                names.add(index.name());
            }
        }
        if (names.isEmpty()) {
            return;
        }
        response.field(member).startObject();
        for (String name : names) {
            response.field(name);
            writeUnits(response, indexUnits.get(name));
        }
        response.endObject();
    }

    private void writeUnits(ResponseWriter response, double units) {
        response.startObject();
        writeMembers(response, units);
        response.endObject();
    }

    private void writeMembers(ResponseWriter response, double units) {
        response.member("CapacityUnits", units);
        if (!kind.member.isEmpty()) {
            response.member(kind.member, units);
        }
    }
}
