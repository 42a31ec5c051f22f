package stator.server.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import stator.database.log.ChangePage;
import stator.database.log.ChangeRecord;
import stator.database.log.ChangeStream;
import stator.database.log.Changes;
import stator.database.table.Namespace;
import stator.lambda.neighbour.ChangeStreams;
import stator.operation.stream.FunctionRecord;

/** The streams of tables for functions, read from the log of changes in this process. */
final class TableChanges implements ChangeStreams {
    private static final long PAGE_BYTES_MAX = 2 << 20;
    private static final String TABLE = ":table/";
    private static final String STREAM = "/stream/";

    private final Changes changes;

    TableChanges(Changes changes) {
        this.changes = changes;
    }

    private Optional<ChangeStream> stream(Namespace namespace, String arn) {
        int table = arn.indexOf(TABLE);
        int label = arn.indexOf(STREAM);
        if (table < 0 || label < table) {
            return Optional.empty();
        }
        String name = arn.substring(table + TABLE.length(), label);
        return changes.stream(namespace, name, arn.substring(label + STREAM.length()))
                .filter(found -> found.arn().equals(arn));
    }

    @Override
    public Optional<Stream> find(Namespace namespace, String arn) {
        return stream(namespace, arn).map(TableChanges::shown);
    }

    private static Stream shown(ChangeStream stream) {
        List<Shard> shards = new ArrayList<>();
        for (stator.database.log.Shard shard : stream.shards()) {
            shards.add(new Shard(shard.id(), shard.parent(), shard.from(), shard.isOpen()));
        }
        return new Stream(stream.namespace(), stream.arn(), shards);
    }

    @Override
    public Page read(Stream stream, Shard shard, long after, int changesMax) {
        Optional<ChangeStream> now = stream(stream.namespace(), stream.arn());
        Optional<stator.database.log.Shard> found = now.flatMap(s -> s.shard(shard.id()));
        if (found.isEmpty()) {
            return new Page(List.of(), true);
        }
        ChangePage page = changes.read(now.get(), found.get(), after, changesMax, PAGE_BYTES_MAX);
        List<Change> read = new ArrayList<>();
        for (ChangeRecord change : page.records()) {
            read.add(change(now.get(), found.get(), change));
        }
        return new Page(read, page.atEnd());
    }

    private static Change change(
            ChangeStream stream, stator.database.log.Shard shard, ChangeRecord change) {
        String partitionKey = stream.key().partition().getFirst().name();
        int hash = change.keys().get(partitionKey).hashCode();
        return new Change(
                change.version(),
                FunctionRecord.sequenceNumber(change),
                hash ^ hash >>> 16,
                change.millis(),
                FunctionRecord.json(stream, shard, change));
    }

    @Override
    public OptionalLong latest(Stream stream, Shard shard) {
        Optional<ChangeStream> now = stream(stream.namespace(), stream.arn());
        Optional<stator.database.log.Shard> found = now.flatMap(s -> s.shard(shard.id()));
        return found.isPresent()
                ? OptionalLong.of(changes.latest(now.get(), found.get()))
                : OptionalLong.empty();
    }
}
