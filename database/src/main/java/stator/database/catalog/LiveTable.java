package stator.database.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stator.database.change.ChangeRecorder;
import stator.database.expiry.ExpiryIndex;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.table.ContributorInsights;
import stator.database.table.IndexDescription;
import stator.database.table.Namespace;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.Replication;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.model.Item;
import stator.model.KeySchema;
import stator.storage.RowKey;

/**
 * A table as the database works with it: what {@link Table} says of it, where its rows are, and the
 * gate before it.
 */
public final class LiveTable implements Table {
    private final TableRecord record;
    private final TableGate gate;
    private final List<SecondaryIndex> indexes;
    private final Map<String, SecondaryIndex> indexesByName;
    private final List<IndexDescription> checkedIndexes;
    private final List<String> replicaRegions;
    private final List<String> fillingRegions;

    /** Null if the table is by itself or eventually consistent with others. */
    private final Replication.Strong strong;

    /** The indexes, and "" for the table, whose accesses are counted. */
    private final Set<String> counted;

    private final ChangeRecorder recorder;
    private final List<IndexDescription> vectorIndexes;

    /** Null if items do not expire. */
    private final ExpiryIndex expiryIndex;

    private final boolean hasJournal;

    public LiveTable(TableRecord record, TableGate gate) {
        this.record = record;
        this.gate = gate;
        List<SecondaryIndex> all = new ArrayList<>();
        Map<String, SecondaryIndex> byName = new HashMap<>();
        for (IndexDescription description : record.description().indexes()) {
            SecondaryIndex index =
                    new SecondaryIndex(
                            description,
                            record.places().get(description.name()),
                            record.description().key());
            all.add(index);
            byName.put(index.name(), index);
        }
        Optional<Replication> replication = Replication.of(record.description());
        replicaRegions = replication.map(Replication::regions).orElse(List.of());
        fillingRegions = replication.map(Replication::filling).orElse(List.of());
        strong = replication.flatMap(Replication::strong).orElse(null);
        counted =
                ContributorInsights.of(record.description()).entrySet().stream()
                        .filter(entry -> entry.getValue().countsAccesses())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet());
        indexes = List.copyOf(all);
        indexesByName = Map.copyOf(byName);
        recorder = new ChangeRecorder(record.description(), record.log());
        vectorIndexes =
                record.description().vectorIndexes().stream()
                        .sorted(Comparator.comparing(IndexDescription::name))
                        .toList();
        checkedIndexes =
                record.description().indexes().stream()
                        .filter(index -> !index.isVector())
                        .sorted(
                                Comparator.comparing(IndexDescription::scope)
                                        .reversed()
                                        .thenComparing(IndexDescription::name))
                        .toList();
        hasJournal = PointInTimeRecovery.of(record.description()).isPresent();
        expiryIndex =
                record.expiry().exists()
                        ? new ExpiryIndex(
                                record.description().timeToLive().attribute(),
                                record.expiry(),
                                record.space())
                        : null;
    }

    @Override
    public String name() {
        return record.description().name();
    }

    @Override
    public Namespace namespace() {
        return record.namespace();
    }

    @Override
    public String region() {
        return record.namespace().region();
    }

    @Override
    public List<String> replicaRegions() {
        return replicaRegions;
    }

    /** Where the other replicas are to which its writes are brought later. */
    public List<String> laterRegions() {
        return isStrong() ? List.of() : replicaRegions;
    }

    @Override
    public boolean isStrong() {
        return strong != null;
    }

    /** The strongly consistent replicas, this one perhaps among them, that miss writes. */
    public List<String> behindRegions() {
        return isStrong() ? strong.behind() : List.of();
    }

    /** Whether it is one of them. */
    public boolean isBehind() {
        return behindRegions().contains(region());
    }

    /** The regions of its strongly consistent global table: its own, the others, the witness. */
    public List<String> strongRegions() {
        List<String> regions = new ArrayList<>();
        if (isStrong()) {
            regions.add(region());
            regions.addAll(replicaRegions);
            if (!strong.witness().isEmpty()) {
                regions.add(strong.witness());
            }
        }
        return regions;
    }

    /** Whether accesses to an index, or to "", the table, are counted. */
    public boolean counts(String index) {
        return !counted.isEmpty() && counted.contains(index);
    }

    /** Whether a new replica still gets the items of this one. */
    public boolean isFilling(String region) {
        return fillingRegions.contains(region);
    }

    @Override
    public TableDescription description() {
        return record.description();
    }

    @Override
    public KeySchema key() {
        return record.description().key();
    }

    @Override
    public Optional<IndexDescription> index(String indexName) {
        return Optional.ofNullable(indexesByName.get(indexName)).map(SecondaryIndex::description);
    }

    @Override
    public List<IndexDescription> checkedIndexes() {
        return checkedIndexes;
    }

    @Override
    public List<IndexDescription> vectorIndexes() {
        return vectorIndexes;
    }

    @Override
    public TableStatus statusAt(long nowMillis) {
        return record.description().statusAt(nowMillis);
    }

    @Override
    public boolean changesEntry(String indexName, Optional<Item> before, Optional<Item> after) {
        SecondaryIndex index = secondaryIndex(indexName);
        return !projected(index, before).equals(projected(index, after));
    }

    private static Optional<Item> projected(SecondaryIndex index, Optional<Item> item) {
        return item.filter(index::covers).map(covered -> index.entry(covered).projected());
    }

    /** The table behind the interface: there is one implementation. */
    public static LiveTable of(Table table) {
        return (LiveTable) table;
    }

    public TableRecord record() {
        return record;
    }

    public TableGate gate() {
        return gate;
    }

    public int space() {
        return record.space();
    }

    /** Takes the table's changes, if anybody wants them. */
    public ChangeRecorder recorder() {
        return recorder;
    }

    public List<SecondaryIndex> indexes() {
        return indexes;
    }

    /** Whether what items were is noted when they change. */
    public boolean hasJournal() {
        return hasJournal;
    }

    /** The items by when they expire, if they do. */
    public Optional<ExpiryIndex> expiryIndex() {
        return Optional.ofNullable(expiryIndex);
    }

    /** Whether items expire and there is no index for it yet: an older version wrote the table. */
    public boolean isWithoutExpiryIndex() {
        return expiryIndex == null && description().timeToLive().enabled();
    }

    public SecondaryIndex secondaryIndex(String indexName) {
        SecondaryIndex index = indexesByName.get(indexName);
        if (index == null) {
            throw new IllegalArgumentException(name() + " has no index " + indexName);
        }
        return index;
    }

    /** Whether this very index belongs to the table: one of its name, at its place. */
    public boolean has(SecondaryIndex index) {
        SecondaryIndex own = indexesByName.get(index.name());
        return own != null && own.place().equals(index.place());
    }

    /** Whether this very index of the expiry belongs to the table. */
    public boolean has(ExpiryIndex index) {
        return expiryIndex != null && expiryIndex.space() == index.space();
    }

    /** The row of the item with that key; attributes that are no key attributes do not matter. */
    public RowKey itemKey(Item key) {
        KeySchema schema = key();
        return new RowKey(
                space(),
                KeyBytes.of(schema.partition(), key),
                Layout.ITEM_KIND,
                KeyBytes.of(schema.sort(), key));
    }
}
