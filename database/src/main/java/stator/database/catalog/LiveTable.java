package stator.database.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stator.database.row.KeyBytes;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.table.ContributorInsights;
import stator.database.table.IndexDescription;
import stator.database.table.Namespace;
import stator.database.table.Replication;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.model.ApiException;
import stator.model.Item;
import stator.model.KeySchema;
import stator.storage.RowKey;

/**
 * A table as the database works with it: what {@link Table} says of it, where its rows are, and the
 * gate before it.
 */
public final class LiveTable implements Table {
    private final TableEntry record;
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

    private final List<Follower> followers;
    private final boolean isRecorded;
    private final List<IndexDescription> vectorIndexes;

    public LiveTable(TableEntry record, TableGate gate, List<Feature> features) {
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
        assert byName.size() == all.size() : "Two indexes of one name";
        indexes = List.copyOf(all);
        indexesByName = Map.copyOf(byName);
        followers =
                features.stream().flatMap(feature -> feature.follower(record).stream()).toList();
        isRecorded = !record.log().openShards().isEmpty();
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

    /**
     * Refuses a transaction, which AWS has not in strongly consistent global tables.
     *
     * @throws ApiException a ValidationException
     */
    public void requireTransactions() {
        if (isStrong()) {
            throw ApiException.validation(
                    "Transactions are not supported on global tables with MultiRegionConsistency"
                            + " set to STRONG.");
        }
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

    public TableEntry record() {
        return record;
    }

    public TableGate gate() {
        return gate;
    }

    public int space() {
        return record.space();
    }

    /** What follows the changes of its items. */
    public List<Follower> followers() {
        return followers;
    }

    /** The follower of a kind, if the table has it. */
    public <F extends Follower> Optional<F> follower(Class<F> kind) {
        for (Follower follower : followers) {
            if (kind.isInstance(follower)) {
                return Optional.of(kind.cast(follower));
            }
        }
        return Optional.empty();
    }

    /** Whether its changes are recorded, to be read in the order of their versions. */
    public boolean isRecorded() {
        return isRecorded;
    }

    public List<SecondaryIndex> indexes() {
        return indexes;
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
