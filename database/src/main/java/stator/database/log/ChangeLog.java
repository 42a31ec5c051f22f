package stator.database.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.row.HybridClock;
import stator.database.table.StreamSettings;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Transition;

/**
 * What the catalog keeps of the log of a table's changes: its shards, and the streams that show
 * parts of it. The records themselves are rows of the shards' spaces ({@code ChangeRecorder}).
 *
 * <p>There are open shards exactly while the table's changes are wanted, and then they divide all
 * partitions among them. All open shards belong to the same stream, or to none.
 *
 * @param streams in the order of their beginning; of those at most the last one is on
 * @param shards in the order of their opening
 */
public record ChangeLog(List<StreamPeriod> streams, List<Shard> shards) {
    /** No change was ever recorded. */
    public static final ChangeLog EMPTY = new ChangeLog(List.of(), List.of());

    public ChangeLog {
        streams = List.copyOf(streams);
        shards = List.copyOf(shards);
        assert streams.stream().filter(StreamPeriod::isOn).count() <= 1 : "Two streams are on";
        assert streams.isEmpty()
                        || streams.stream().noneMatch(StreamPeriod::isOn)
                        || streams.getLast().isOn()
                : "A stream is on that is not the last";
        assert haveOneStream(shards) : "Open shards belong to different streams";
        assert divideAll(shards) : "Open shards do not divide all partitions: " + shards;
    }

    private static boolean haveOneStream(List<Shard> shards) {
        return shards.stream().filter(Shard::isOpen).map(Shard::stream).distinct().count() <= 1;
    }

    /** From the first token to the last, each begins where the one before ended. */
    private static boolean divideAll(List<Shard> shards) {
        List<Shard> open =
                shards.stream()
                        .filter(Shard::isOpen)
                        .sorted((one, other) ->
                                Long.compareUnsigned(one.firstToken(), other.firstToken()))
                        .toList();
        long next = 0;
        for (Shard shard : open) {
            if (shard.firstToken() != next) {
                return false;
            }
            next = shard.lastToken() + 1;
        }
        return next == 0;
    }

    /** The log as a table's description wants it from a change of the catalog on. */
    public ChangeLog follow(TableDescription table, SpaceNumbers numbers) {
        boolean deleting = table.transition().status() == TableStatus.DELETING;
        boolean streaming = table.stream().enabled() && !deleting;
        boolean recording = streaming || !table.changeReaders().isEmpty() && !deleting;
        Optional<StreamSettings> stream =
                streaming ? Optional.of(table.stream()) : Optional.empty();
        return new ChangeLog(
                streams(stream, table.transition(), numbers),
                recording
                        ? recordingFor(stream.map(StreamSettings::label).orElse(""), numbers)
                        : closed(numbers));
    }

    /** The log of a table that goes at once. */
    public ChangeLog end(SpaceNumbers numbers) {
        return new ChangeLog(streams(Optional.empty(), Transition.NONE, numbers), closed(numbers));
    }

    private List<StreamPeriod> streams(
            Optional<StreamSettings> wanted, Transition transition, SpaceNumbers numbers) {
        long now = HybridClock.millis(numbers.version());
        String label = wanted.map(StreamSettings::label).orElse("");
        List<StreamPeriod> changed = new ArrayList<>();
        boolean isThere = false;
        for (StreamPeriod stream : streams) {
            boolean stays = stream.isOn() && stream.label().equals(label);
            changed.add(stays ? stream : stream.end(now, transition));
            isThere |= stays;
        }
        if (wanted.isPresent() && !isThere) {
            changed.add(StreamPeriod.begin(wanted.get(), now, transition));
        }
        return changed;
    }

    private List<Shard> recordingFor(String label, SpaceNumbers numbers) {
        List<Shard> open = openShards();
        if (open.isEmpty()) {
            List<Shard> more = new ArrayList<>(shards);
            more.add(Shard.first(label, numbers));
            return more;
        }
        if (open.getFirst().stream().equals(label)) {
            return shards;
        }
        List<Shard> more = closed(numbers);
        open.forEach(shard -> more.add(shard.successor(label, numbers)));
        return more;
    }

    private List<Shard> closed(SpaceNumbers numbers) {
        List<Shard> closed = new ArrayList<>(shards);
        closed.replaceAll(shard -> shard.isOpen() ? shard.close(numbers.version()) : shard);
        return closed;
    }

    /** The log with one child in the place of an open shard. */
    public ChangeLog roll(Shard shard, SpaceNumbers numbers) {
        return replace(shard, List.of(shard.child(numbers)), numbers);
    }

    /** The log with two children in the place of an open shard. */
    public ChangeLog split(Shard shard, SpaceNumbers numbers) {
        return replace(
                shard, List.of(shard.lowerChild(numbers), shard.upperChild(numbers)), numbers);
    }

    private ChangeLog replace(Shard shard, List<Shard> children, SpaceNumbers numbers) {
        List<Shard> changed = new ArrayList<>(shards);
        if (!changed.remove(shard)) {
            return this;
        }
        changed.add(shards.indexOf(shard), shard.close(numbers.version()));
        changed.addAll(children);
        return new ChangeLog(streams, changed);
    }

    /**
     * The log without the streams and shards that are no longer wanted.
     *
     * @param streamHorizonMillis streams and their shards that ended before are to go
     * @param readerHorizonMillis shards that ended after that stay in any case
     */
    public ChangeLog trim(long streamHorizonMillis, long readerHorizonMillis) {
        return new ChangeLog(
                streams.stream()
                        .filter(stream -> stream.endMillis() >= streamHorizonMillis)
                        .toList(),
                shards.stream()
                        .filter(shard ->
                                shard.closedMillis() >= readerHorizonMillis
                                        || !shard.stream().isEmpty()
                                                && shard.closedMillis() >= streamHorizonMillis)
                        .toList());
    }

    /** What is kept when the table goes: the streams and their shards. */
    public ChangeLog ofStreams() {
        return new ChangeLog(
                streams, shards.stream().filter(shard -> !shard.stream().isEmpty()).toList());
    }

    /** The shards that take changes. */
    public List<Shard> openShards() {
        return shards.stream().filter(Shard::isOpen).toList();
    }

    /** The spaces of all shards. */
    public List<Integer> spaces() {
        return shards.stream().map(Shard::space).toList();
    }
}
