package stator.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import stator.database.log.ChangePage;
import stator.database.log.ChangeStream;
import stator.database.log.Changes;
import stator.database.log.Shard;
import stator.database.log.StreamPeriod;
import stator.database.table.Namespace;
import stator.database.table.StreamSettings;
import stator.lambda.neighbour.ChangeStreams;
import stator.model.AttributeType;
import stator.model.KeySchema;
import stator.model.KeySchema.KeyAttribute;

/** What is told of streams that are trimmed after somebody has looked at them. */
final class TableChangesTest {
    private static final Namespace NAMESPACE = new Namespace("000000000000", "us-east-1");
    private static final Shard SHARD = new Shard("shard", "", "label", 20, 0, -1, 10, Shard.OPEN);

    private final OneStream stream = new OneStream();
    private final TableChanges changes = new TableChanges(stream);

    /** A stream that goes, or whose shard goes. */
    private static final class OneStream implements Changes {
        private Optional<ChangeStream> now = Optional.of(of(List.of(SHARD)));

        private static ChangeStream of(List<Shard> shards) {
            KeySchema key =
                    KeySchema.ofTable(new KeyAttribute("pk", AttributeType.S), Optional.empty());
            return new ChangeStream(
                    NAMESPACE,
                    "t",
                    key,
                    new StreamPeriod(
                            "label",
                            StreamSettings.View.KEYS_ONLY,
                            0,
                            0,
                            StreamPeriod.NEVER,
                            StreamPeriod.NEVER),
                    shards);
        }

        @Override
        public List<ChangeStream> streams(Namespace namespace) {
            return now.stream().toList();
        }

        @Override
        public Optional<ChangeStream> stream(Namespace namespace, String table, String label) {
            return now;
        }

        @Override
        public long horizon() {
            return 0;
        }

        @Override
        public boolean hasTrimmed(Shard shard, long after) {
            return false;
        }

        @Override
        public ChangePage read(
                ChangeStream stream, Shard shard, long after, int recordsMax, long bytesMax) {
            return new ChangePage(List.of(), false);
        }

        @Override
        public long latest(ChangeStream stream, Shard shard) {
            return shard.from();
        }
    }

    @Test
    void whatIsNoMoreHasNoLatestChange() {
        String arn = OneStream.of(List.of()).arn();
        ChangeStreams.Stream seen = changes.find(NAMESPACE, arn).orElseThrow();
        ChangeStreams.Shard shard = seen.shards().getFirst();
        assertEquals(OptionalLong.of(10), changes.latest(seen, shard));
        stream.now = Optional.of(OneStream.of(List.of()));
        assertEquals(OptionalLong.empty(), changes.latest(seen, shard));
        stream.now = Optional.empty();
        assertEquals(OptionalLong.empty(), changes.latest(seen, shard));
    }
}
