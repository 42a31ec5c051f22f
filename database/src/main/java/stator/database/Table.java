package stator.database;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import stator.model.Item;
import stator.model.KeySchema;
import stator.storage.RowKey;

/**
 * A table as it stood at one moment: its description and where its rows are. Immutable; reads may
 * go on with an old one, writes always go by the newest.
 */
public final class Table {
    /** The kind of the rows of items, and of entries of global indexes. */
    static final byte ITEM_KIND = 0;

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

    Table(TableRecord record, TableGate gate) {
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

    /** The table's name. */
    public String name() {
        return record.description().name();
    }

    /** Whose table it is. */
    public Namespace namespace() {
        return record.namespace();
    }

    /** Where it is. */
    public String region() {
        return record.namespace().region();
    }

    /** Where the other replicas are, if it is one of a global table. */
    public List<String> replicaRegions() {
        return replicaRegions;
    }

    /** Where the other replicas are to which its writes are brought later. */
    List<String> laterRegions() {
        return isStrong() ? List.of() : replicaRegions;
    }

    /** Whether it is a replica of a global table with strong consistency between regions. */
    public boolean isStrong() {
        return strong != null;
    }

    /** The strongly consistent replicas, this one perhaps among them, that miss writes. */
    List<String> behindRegions() {
        return isStrong() ? strong.behind() : List.of();
    }

    /** Whether it is one of them. */
    boolean isBehind() {
        return behindRegions().contains(region());
    }

    /** The regions of its strongly consistent global table: its own, the others, the witness. */
    List<String> strongRegions() {
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
    boolean counts(String index) {
        return !counted.isEmpty() && counted.contains(index);
    }

    /** Whether a new replica still gets the items of this one. */
    boolean isFilling(String region) {
        return fillingRegions.contains(region);
    }

    /** What is known of it. */
    public TableDescription description() {
        return record.description();
    }

    /** Its primary key. */
    public KeySchema key() {
        return record.description().key();
    }

    /** The index of that name. */
    public Optional<IndexDescription> index(String indexName) {
        return Optional.ofNullable(indexesByName.get(indexName)).map(SecondaryIndex::description);
    }

    /**
     * The secondary indexes in the order in which AWS checks their keys: global ones before local
     * ones, each by their names.
     */
    public List<IndexDescription> checkedIndexes() {
        return checkedIndexes;
    }

    /** The vector indexes, by their names. */
    public List<IndexDescription> vectorIndexes() {
        return vectorIndexes;
    }

    /** The status at a time. */
    public TableStatus statusAt(long nowMillis) {
        return record.description().statusAt(nowMillis);
    }

    /** Whether a change of an item changes its entry in a secondary index, once that is filled. */
    public boolean changesEntry(String indexName, Optional<Item> before, Optional<Item> after) {
        SecondaryIndex index = secondaryIndex(indexName);
        return !projected(index, before).equals(projected(index, after));
    }

    private static Optional<Item> projected(SecondaryIndex index, Optional<Item> item) {
        return item.filter(index::covers).map(covered -> index.entry(covered).projected());
    }

    TableRecord record() {
        return record;
    }

    TableGate gate() {
        return gate;
    }

    int space() {
        return record.space();
    }

    /** Takes the table's changes, if anybody wants them. */
    ChangeRecorder recorder() {
        return recorder;
    }

    List<SecondaryIndex> indexes() {
        return indexes;
    }

    /** Whether what items were is noted when they change. */
    boolean hasJournal() {
        return hasJournal;
    }

    /** The items by when they expire, if they do. */
    Optional<ExpiryIndex> expiryIndex() {
        return Optional.ofNullable(expiryIndex);
    }

    /** Whether items expire and there is no index for it yet: an older version wrote the table. */
    boolean isWithoutExpiryIndex() {
        return expiryIndex == null && description().timeToLive().enabled();
    }

    SecondaryIndex secondaryIndex(String indexName) {
        SecondaryIndex index = indexesByName.get(indexName);
        if (index == null) {
            throw new IllegalArgumentException(name() + " has no index " + indexName);
        }
        return index;
    }

    /** Whether this very index belongs to the table: one of its name, at its place. */
    boolean has(SecondaryIndex index) {
        SecondaryIndex own = indexesByName.get(index.name());
        return own != null && own.place().equals(index.place());
    }

    /** Whether this very index of the expiry belongs to the table. */
    boolean has(ExpiryIndex index) {
        return expiryIndex != null && expiryIndex.space() == index.space();
    }

    /** The row of the item with that key; attributes that are no key attributes do not matter. */
    RowKey itemKey(Item key) {
        KeySchema schema = key();
        return new RowKey(
                space(),
                KeyBytes.of(schema.partition(), key),
                ITEM_KIND,
                KeyBytes.of(schema.sort(), key));
    }
}
