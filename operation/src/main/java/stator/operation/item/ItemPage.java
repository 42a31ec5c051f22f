package stator.operation.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import stator.database.item.ItemVisitor;
import stator.database.item.TableKey;
import stator.database.table.Table;
import stator.expression.Condition;
import stator.expression.Projection;
import stator.model.DocumentWriter;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.model.LongWork;
import stator.operation.request.RequestContext;
import stator.operation.target.ConsumedCapacity;
import stator.operation.target.ReadTarget;
import stator.operation.target.Selection;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.storage.Consistency;

/**
 * One page of a Query or Scan: takes items as the database shows them, and writes those that pass
 * the filter into the response at once.
 *
 * <p>A page ends with the item that reaches the Limit or brings what was read to 1 MB, and then has
 * a LastEvaluatedKey, even if nothing follows. Count, size and capacity are those before filter and
 * projection.
 *
 * <p>Where a local index does not hold what is asked for, the page first collects index entries and
 * then fetches their items, because a visitor must not call the database.
 */
public final class ItemPage {
    /** Where a page ends. */
    static final int PAGE_BYTES_MAX = 1 << 20;

    /**
     * What a filter may look at in one page, some seconds. It takes a filter made to be slow to get
     * there; its client goes on with the next page, as after a megabyte.
     */
    private static final long FILTER_UNITS_MAX = 8L << 30;

    /** How many items are fetched from the table at once. */
    private static final int FETCH_ITEMS_MAX = 25;

    private final RequestContext context;
    private final ReadTarget target;
    private final ResponseWriter response;
    private final Consistency consistency;
    private final ConsumedCapacity.Detail detail;
    private final int limit;
    private final boolean counts;
    private final boolean fetches;
    private final Condition filter;
    private final UnaryOperator<Item> projection;

    private final List<Item> entries = new ArrayList<>();
    private final ConsumedCapacity capacity;
    private int scanned;
    private int matched;
    private long bytes;
    private long fetchedBytes;
    private long filterUnits;
    private Item last = Item.EMPTY;
    private boolean ended;

    /** A page that is still to be read; refuses a selection that the target cannot give. */
    public ItemPage(
            RequestContext context,
            Struct request,
            ReadTarget target,
            Selection selection,
            Optional<Condition> filter,
            Optional<Projection> projection,
            ResponseWriter response) {
        this(
                context,
                request,
                target,
                selection,
                filter,
                projection.map(Projection::topLevelNames).orElse(Set.of()),
                item -> projection.isEmpty() ? item : projection.get().project(item),
                response);
    }

    /**
     * A page of items in any form.
     *
     * @param names the top-level attributes that the projection needs, if only some are selected
     */
    public ItemPage(
            RequestContext context,
            Struct request,
            ReadTarget target,
            Selection selection,
            Optional<Condition> filter,
            Set<String> names,
            UnaryOperator<Item> projection,
            ResponseWriter response) {
        this.context = context;
        this.target = target;
        this.response = response;
        this.filter = filter.orElse(null);
        this.projection = projection;
        counts = selection == Selection.COUNT;
        fetches = target.fetches(selection, names);
        consistency = ReadTarget.consistency(request);
        detail = ConsumedCapacity.Detail.of(request);
        limit = request.integer("Limit", Integer.MAX_VALUE);
        capacity = new ConsumedCapacity(target.table());
    }

    /** A read of the database that shows items to a visitor. */
    public interface Read {
        /** Reads until the visitor stops. */
        void into(ItemVisitor visitor);
    }

    /** Reads a page and writes the whole response. */
    void respond(Read read) {
        response.startObject();
        writeItems(read);
        response.member("Count", matched).member("ScannedCount", scanned);
        end().ifPresent(key -> response.member("LastEvaluatedKey", key));
        writeCapacity();
        response.endObject();
    }

    /** Reads the page and writes its items. */
    public void writeItems(Read read) {
        if (!counts) {
            response.field("Items").startArray();
        }
        if (fetches) {
            read.into(this::collect);
            fetch();
        } else {
            read.into(this::take);
        }
        if (!counts) {
            response.endArray();
        }
    }

    /** The key of the item that ended the page; none if there was nothing more. */
    public Optional<Item> end() {
        return ended ? Optional.of(position(last)) : Optional.empty();
    }

    private boolean take(Item item) {
        scanned++;
        bytes += item.sizeBytes();
        last = item;
        LongWork.look(LongWork.UNITS_PER_ITEM_BYTE * item.sizeBytes());
        match(item);
        ended = scanned >= limit || bytes >= PAGE_BYTES_MAX || filterUnits >= FILTER_UNITS_MAX;
        return !ended;
    }

    private void match(Item item) {
        if (filter != null) {
            long units = filter.units(item);
            LongWork.look(units);
            filterUnits += units;
            if (!filter.test(item)) {
                return;
            }
        }
        matched++;
        if (!counts) {
            response.item(projection.apply(item));
        }
    }

    private boolean collect(Item entry) {
        entries.add(entry);
        bytes += entry.sizeBytes();
        ended = entries.size() >= limit || bytes >= PAGE_BYTES_MAX;
        return !ended;
    }

    /** Fetches the items of the collected entries; they count too, so the page may end earlier. */
    private void fetch() {
        bytes = 0;
        for (int from = 0; from < entries.size(); from += FETCH_ITEMS_MAX) {
            int to = Math.min(from + FETCH_ITEMS_MAX, entries.size());
            List<Item> some = entries.subList(from, to);
            List<Optional<Item>> items = context.items().getAll(tableKeys(some), consistency);
            for (int i = 0; i < items.size(); i++) {
                if (!takeFetched(some.get(i), items.get(i))) {
                    return;
                }
            }
        }
    }

    private List<TableKey> tableKeys(List<Item> items) {
        Table table = target.table().table();
        return items.stream().map(item -> new TableKey(table, item)).toList();
    }

    /** An item that was deleted since its entry was read was scanned all the same. */
    private boolean takeFetched(Item entry, Optional<Item> item) {
        scanned++;
        bytes += entry.sizeBytes();
        last = entry;
        if (item.isPresent()) {
            int size = item.get().sizeBytes();
            fetchedBytes += size;
            capacity.addTable(ConsumedCapacity.readUnits(size, consistency));
            match(item.get());
        }
        if (bytes + fetchedBytes < PAGE_BYTES_MAX && filterUnits < FILTER_UNITS_MAX) {
            return true;
        }
        ended = true;
        return false;
    }

    private Item position(Item item) {
        DocumentWriter key = new DocumentWriter(64);
        for (KeyAttribute attribute : target.positionAttributes()) {
            key.name(attribute.name());
            key.value(item.get(attribute.name()));
        }
        return key.toItem();
    }

    /** Writes what the read consumed, if the request asks for it. */
    public void writeCapacity() {
        if (detail == ConsumedCapacity.Detail.NONE) {
            return;
        }
        double units = ConsumedCapacity.readUnits(bytes, consistency);
        if (target.index().isPresent()) {
            capacity.addIndex(target.indexName(), units);
        } else {
            capacity.addTable(units);
        }
        capacity.writeMember(response, detail);
    }
}
