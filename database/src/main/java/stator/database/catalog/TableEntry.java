package stator.database.catalog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import stator.database.log.ChangeLog;
import stator.database.log.RetiredLog;
import stator.database.log.SpaceNumbers;
import stator.database.row.FilledSpace;
import stator.database.row.IndexPlace;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.table.IndexDescription;
import stator.database.table.Namespace;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.database.table.TableSettings;
import stator.database.table.Transition;

/**
 * What the catalog keeps of a table: its description, and where its rows are.
 *
 * @param space the space of its items and local index entries
 * @param places where the entries of each index are, by the index's name
 * @param filledSpaces the spaces that features of the table fill, by the names of their settings
 * @param log its changes
 */
public record TableEntry(
        Namespace namespace,
        TableDescription description,
        int space,
        Map<String, IndexPlace> places,
        Map<String, FilledSpace> filledSpaces,
        ChangeLog log) {
    public TableEntry {
        places = Map.copyOf(places);
        filledSpaces = Map.copyOf(filledSpaces);
        assert places.size() >= description.indexes().size() : "Too few places";
        assert haveOwnPlaces(description, places) : "Two indexes have one place: " + places;
        for (TableSettings.Indexed<?> indexed : TableSettings.INDEXED) {
            if (filledSpaces.containsKey(indexed.setting().name())
                    && indexed.by(description).isEmpty()) {
                throw new IllegalArgumentException(
                        "A table has a space for " + indexed.setting() + ", which is not set");
            }
        }
        assert filledSpaces.values().stream().allMatch(FilledSpace::exists)
                : "A space that is none";
        for (IndexDescription index : description.indexes()) {
            if (!places.containsKey(index.name())) {
                throw new IllegalArgumentException("Index " + index.name() + " has no place");
            }
        }
    }

    private static boolean haveOwnPlaces(
            TableDescription description, Map<String, IndexPlace> places) {
        Set<String> taken = new HashSet<>();
        for (IndexDescription index : description.indexes()) {
            IndexPlace place = places.get(index.name());
            if (place != null
                    && place.space() != 0
                    && !taken.add(place.space() + "/" + place.kind())) {
                return false;
            }
        }
        return true;
    }

    /** The record of a table that is new. */
    public static TableEntry create(
            Namespace namespace, TableDescription description, SpaceNumbers numbers) {
        int space = numbers.take();
        Map<String, IndexPlace> places = placeAll(description, space, Map.of(), numbers);
        Map<String, FilledSpace> filledSpaces = new HashMap<>();
        for (TableSettings.Indexed<?> indexed : TableSettings.INDEXED) {
            if (!indexed.by(description).isEmpty()) {
                filledSpaces.put(indexed.setting().name(), new FilledSpace(numbers.take(), true));
            }
        }
        return new TableEntry(
                namespace,
                description,
                space,
                places,
                filledSpaces,
                ChangeLog.EMPTY.follow(description, numbers));
    }

    /**
     * The record with another description. Indexes of a name that is there already stay where they
     * are.
     */
    public TableEntry with(TableDescription description, SpaceNumbers numbers) {
        return new TableEntry(
                namespace,
                description,
                space,
                placeAll(description, space, places, numbers),
                placeFilled(description, numbers),
                log.follow(description, numbers));
    }

    /** The record with the log that its description wants. */
    public TableEntry followed(SpaceNumbers numbers) {
        return with(log.follow(description, numbers));
    }

    /** The record with another log. */
    public TableEntry with(ChangeLog log) {
        return new TableEntry(namespace, description, space, places, filledSpaces, log);
    }

    /** What is kept of it when the table goes now; empty if that is nothing. */
    Optional<RetiredLog> retire(SpaceNumbers numbers) {
        ChangeLog kept = log.end(numbers).ofStreams();
        return kept.shards().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RetiredLog(
                                namespace, description.name(), space, description.key(), kept));
    }

    private Map<String, FilledSpace> placeFilled(TableDescription changed, SpaceNumbers numbers) {
        Map<String, FilledSpace> all = new HashMap<>();
        for (TableSettings.Indexed<?> indexed : TableSettings.INDEXED) {
            String by = indexed.by(changed);
            if (!by.isEmpty()) {
                FilledSpace own = filledSpace(indexed.setting());
                boolean isSame = own.exists() && by.equals(indexed.by(description));
                all.put(
                        indexed.setting().name(),
                        isSame ? own : new FilledSpace(numbers.take(), false));
            }
        }
        return all;
    }

    private static Map<String, IndexPlace> placeAll(
            TableDescription description,
            int space,
            Map<String, IndexPlace> places,
            SpaceNumbers numbers) {
        // Local indexes come and go with their table, so a kind is never used a second time.
        byte kind = Layout.ITEM_KIND;
        Map<String, IndexPlace> all = new HashMap<>();
        for (IndexDescription index : description.indexes()) {
            IndexPlace place = places.get(index.name());
            if (index.isLocal()) {
                kind++;
                assert kind <= Layout.LOCAL_KIND_MAX : "Too many local indexes";
            }
            if (place == null) {
                place = index.isLocal() ? new IndexPlace(space, kind) : ownPlace(index, numbers);
            }
            all.put(index.name(), index.backfilling() ? place : place.complete());
        }
        return all;
    }

    private static IndexPlace ownPlace(IndexDescription index, SpaceNumbers numbers) {
        long since = index.backfilling() ? numbers.version() : 0;
        return new IndexPlace(numbers.take(), Layout.ITEM_KIND, since);
    }

    /** All spaces that belong to this table and to nobody else. */
    public List<Integer> spaces() {
        List<Integer> spaces = new ArrayList<>();
        spaces.add(space);
        for (IndexPlace place : places.values()) {
            if (place.space() != space) {
                spaces.add(place.space());
            }
        }
        filledSpaces.values().forEach(filled -> spaces.add(filled.space()));
        spaces.addAll(log.spaces());
        return spaces;
    }

    /** The same in another state. */
    public TableEntry with(Transition transition) {
        return new TableEntry(
                namespace,
                description.toBuilder().transition(transition).build(),
                space,
                places,
                filledSpaces,
                log);
    }

    /** The same with all entries in an index, if the index is still at its place. */
    public TableEntry withIndexFilled(SecondaryIndex index, SpaceNumbers numbers) {
        if (!index.place().equals(places.get(index.name()))) {
            return this;
        }
        IndexDescription filled = description.index(index.name()).orElseThrow().filled();
        return with(description.toBuilder().replaceIndex(filled).build(), numbers);
    }

    /** The space that the feature of a setting fills; {@link FilledSpace#NONE} without one. */
    public FilledSpace filledSpace(TableSetting<?> setting) {
        return filledSpaces.getOrDefault(setting.name(), FilledSpace.NONE);
    }

    /** The same with all items in a space that a feature fills, if it still has that one. */
    public TableEntry withFilled(TableSetting<?> setting, int filledSpace) {
        FilledSpace own = filledSpace(setting);
        if (own.space() != filledSpace) {
            return this;
        }
        Map<String, FilledSpace> filled = new HashMap<>(filledSpaces);
        filled.put(setting.name(), own.complete());
        return new TableEntry(namespace, description, space, places, filled, log);
    }

    /** Whether the table's deletion is over at a time. */
    boolean isGoneAt(long nowMillis) {
        return description.transition().isGoneAt(nowMillis);
    }

    /** Whether the deletion of the table or of one of its indexes is over at a time. */
    boolean hasGoneAt(long nowMillis) {
        if (isGoneAt(nowMillis)) {
            return true;
        }
        for (IndexDescription index : description.indexes()) {
            if (index.transition().isGoneAt(nowMillis)) {
                return true;
            }
        }
        return false;
    }

    /** What is left of it at a time, when some deletions are over. */
    Optional<TableEntry> remainingAt(long nowMillis, SpaceNumbers numbers) {
        if (isGoneAt(nowMillis)) {
            return Optional.empty();
        }
        TableDescription remaining = description;
        for (IndexDescription index : description.indexes()) {
            if (index.transition().isGoneAt(nowMillis)) {
                remaining = remaining.withoutIndex(index.name());
            }
        }
        return Optional.of(with(remaining, numbers));
    }
}
