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
import stator.database.row.ExpiryPlace;
import stator.database.row.IndexPlace;
import stator.database.row.Layout;
import stator.database.row.SecondaryIndex;
import stator.database.table.IndexDescription;
import stator.database.table.Namespace;
import stator.database.table.TableDescription;
import stator.database.table.TimeToLive;
import stator.database.table.Transition;

/**
 * What the catalog keeps of a table: its description, and where its rows are.
 *
 * @param space the space of its items and local index entries
 * @param places where the entries of each index are, by the index's name
 * @param expiry where the items are by when they expire, if they do
 * @param log its changes
 */
public record TableRecord(
        Namespace namespace,
        TableDescription description,
        int space,
        Map<String, IndexPlace> places,
        ExpiryPlace expiry,
        ChangeLog log) {
    public TableRecord {
        places = Map.copyOf(places);
        assert places.size() >= description.indexes().size() : "Too few places";
        assert haveOwnPlaces(description, places) : "Two indexes have one place: " + places;
        if (expiry.exists() && !description.timeToLive().enabled()) {
            throw new IllegalArgumentException("Items that do not expire have an expiry index");
        }
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
    public static TableRecord create(
            Namespace namespace, TableDescription description, SpaceNumbers numbers) {
        int space = numbers.take();
        Map<String, IndexPlace> places = placeAll(description, space, Map.of(), numbers);
        ExpiryPlace expiry =
                description.timeToLive().enabled()
                        ? new ExpiryPlace(numbers.take(), true)
                        : ExpiryPlace.NONE;
        return new TableRecord(
                namespace,
                description,
                space,
                places,
                expiry,
                ChangeLog.EMPTY.follow(description, numbers));
    }

    /**
     * The record with another description. Indexes of a name that is there already stay where they
     * are.
     */
    public TableRecord with(TableDescription description, SpaceNumbers numbers) {
        return new TableRecord(
                namespace,
                description,
                space,
                placeAll(description, space, places, numbers),
                placeExpiry(description.timeToLive(), numbers),
                log.follow(description, numbers));
    }

    /** The record with the log that its description wants. */
    public TableRecord followed(SpaceNumbers numbers) {
        return with(log.follow(description, numbers));
    }

    /** The record with another log. */
    public TableRecord with(ChangeLog log) {
        return new TableRecord(namespace, description, space, places, expiry, log);
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

    private ExpiryPlace placeExpiry(TimeToLive timeToLive, SpaceNumbers numbers) {
        if (!timeToLive.enabled()) {
            return ExpiryPlace.NONE;
        }
        boolean isSame =
                expiry.exists()
                        && timeToLive.attribute().equals(description.timeToLive().attribute());
        return isSame ? expiry : new ExpiryPlace(numbers.take(), false);
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
        if (expiry.exists()) {
            spaces.add(expiry.space());
        }
        spaces.addAll(log.spaces());
        return spaces;
    }

    /** The same in another state. */
    public TableRecord with(Transition transition) {
        return new TableRecord(
                namespace,
                description.toBuilder().transition(transition).build(),
                space,
                places,
                expiry,
                log);
    }

    /** The same with all entries in an index, if the index is still at its place. */
    public TableRecord withIndexFilled(SecondaryIndex index, SpaceNumbers numbers) {
        if (!index.place().equals(places.get(index.name()))) {
            return this;
        }
        IndexDescription filled = description.index(index.name()).orElseThrow().filled();
        return with(description.toBuilder().replaceIndex(filled).build(), numbers);
    }

    /** The same with all items in the expiry index of that space, if it still has that one. */
    public TableRecord withExpiryFilled(int expirySpace) {
        return expiry.space() == expirySpace
                ? new TableRecord(namespace, description, space, places, expiry.complete(), log)
                : this;
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
    Optional<TableRecord> remainingAt(long nowMillis, SpaceNumbers numbers) {
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
