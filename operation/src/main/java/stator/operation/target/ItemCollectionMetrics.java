package stator.operation.target;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.database.item.KeyRange;
import stator.database.item.QuerySpec;
import stator.database.table.IndexDescription;
import stator.database.table.Table;
import stator.database.table.TableStatistics;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.storage.Consistency;

/**
 * How large an item collection is: all items of one partition key with their entries in the local
 * indexes. Only tables with local indexes have item collections.
 */
public final class ItemCollectionMetrics {
    private static final long GIGABYTE = 1L << 30;

    private ItemCollectionMetrics() {}

    /** Whether a request asks for them and the table has them. */
    public static boolean areWanted(Struct request, ItemTable table) {
        return request.string("ReturnItemCollectionMetrics", "NONE").equals("SIZE")
                && !table.table().description().localIndexes().isEmpty();
    }

    /**
     * Writes the metrics of the collection that an item belongs to.
     *
     * @param item has the table's partition key
     */
    public static void write(
            ResponseWriter response, RequestContext context, Table table, Item item) {
        String partitionKey = table.key().partition().getFirst().name();
        AttributeValue partition = item.get(partitionKey);
        long gigabytes = collectionBytes(context, table, partition) / GIGABYTE;
        response.startObject()
                .field("ItemCollectionKey")
                .item(Item.of(partitionKey, partition))
                .field("SizeEstimateRangeGB")
                .startArray()
                .number((double) gigabytes)
                .number((double) gigabytes + 1)
                .endArray()
                .endObject();
    }

    /**
     * Writes the member ItemCollectionMetrics of a request for several tables, if it asks for them
     * and one of the tables has them.
     *
     * @param changed the items that were written, or their keys
     */
    public static void writeMember(
            ResponseWriter response,
            RequestContext context,
            Struct request,
            Map<ItemTable, List<Item>> changed) {
        List<ItemTable> measured =
                changed.keySet().stream().filter(table -> areWanted(request, table)).toList();
        if (measured.isEmpty()) {
            return;
        }
        response.field("ItemCollectionMetrics").startObject();
        for (ItemTable table : measured) {
            response.field(table.reference()).startArray();
            for (Item item : oneOfEachCollection(table.table(), changed.get(table))) {
                write(response, context, table.table(), item);
            }
            response.endArray();
        }
        response.endObject();
    }

    private static Collection<Item> oneOfEachCollection(Table table, List<Item> changed) {
        String partitionKey = table.key().partition().getFirst().name();
        Map<AttributeValue, Item> items = new LinkedHashMap<>();
        for (Item item : changed) {
            items.putIfAbsent(item.get(partitionKey), item);
        }
        return items.values();
    }

    /** Exact, but only for tables that could hold a large collection is it worth a walk. */
    private static long collectionBytes(
            RequestContext context, Table table, AttributeValue partition) {
        List<IndexDescription> indexes = table.description().localIndexes();
        TableStatistics statistics = context.database().items().statistics(table);
        long bytes = statistics.bytes();
        for (IndexDescription index : indexes) {
            bytes += statistics.indexes().get(index.name()).bytes();
        }
        if (bytes < GIGABYTE) {
            return bytes;
        }
        long[] sum = {partitionBytes(context, table, "", partition)};
        indexes.forEach(index -> sum[0] += partitionBytes(context, table, index.name(), partition));
        return sum[0];
    }

    private static long partitionBytes(
            RequestContext context, Table table, String index, AttributeValue partition) {
        long[] sum = {0};
        context.database()
                .items()
                .query(
                        table,
                        new QuerySpec(
                                index,
                                KeyRange.of(List.of(partition)),
                                true,
                                Item.EMPTY,
                                Consistency.EVENTUAL),
                        item -> {
                            sum[0] += item.sizeBytes();
                            return true;
                        });
        return sum[0];
    }
}
