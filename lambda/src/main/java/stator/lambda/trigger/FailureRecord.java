package stator.lambda.trigger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stator.lambda.document.Document;
import stator.lambda.document.Moments;
import stator.lambda.invoke.Destinations;
import stator.lambda.invoke.InvokeResult;
import stator.lambda.neighbour.ChangeStreams.Change;
import stator.protocol.JsonTree;
import stator.protocol.JsonTree.Literal;

/** What is told of a batch that was given up (form: observed answers of AWS). */
final class FailureRecord {
    private FailureRecord() {}

    /** What an invocation came to; empty if there was none. */
    static Document of(
            Mapping mapping,
            String shardId,
            Batch batch,
            String condition,
            String requestId,
            Optional<InvokeResult> result,
            Instant now) {
        Document request =
                Document.of("requestId", requestId)
                        .with("functionArn", mapping.function().qualifiedArn())
                        .with("condition", condition)
                        .with("approximateInvokeCount", batch.invocations());
        Document record = Document.of("requestContext", request);
        if (result.isPresent()) {
            Object error =
                    result.get().isError() ? result.get().functionError() : new Literal("null");
            record =
                    record.with(
                            "responseContext",
                            Document.of("statusCode", 200)
                                    .with("executedVersion", result.get().executedVersion())
                                    .with("functionError", error));
        }
        return record.with("version", "1.0")
                .with("timestamp", Moments.millis(now))
                .with("DDBStreamBatchInfo", info(mapping, shardId, batch.changes()));
    }

    private static Document info(Mapping mapping, String shardId, List<Change> changes) {
        return Document.of("shardId", shardId)
                .with("startSequenceNumber", changes.getFirst().sequenceNumber())
                .with("endSequenceNumber", changes.getLast().sequenceNumber())
                .with("approximateArrivalOfFirstRecord", second(changes.getFirst()))
                .with("approximateArrivalOfLastRecord", second(changes.getLast()))
                .with("batchSize", changes.size())
                .with("streamArn", mapping.streamArn());
    }

    private static String second(Change change) {
        return Moments.seconds(Instant.ofEpochMilli(change.millis()));
    }

    /** The same for a destination, which gets the changes too if it is a bucket. */
    static Document sent(Document record, Batch batch, String destination) {
        if (!Destinations.isBucket(destination)) {
            return record;
        }
        String event = new String(batch.event(Optional.empty()), StandardCharsets.UTF_8);
        return record.with("payload", JsonTree.parse(event).orElseThrow());
    }

    static String key(Mapping mapping, String shardId, Instant now) {
        return "aws/lambda/%s/%s/%s/%s-%s"
                .formatted(
                        mapping.id(),
                        shardId,
                        Moments.day(now),
                        Moments.key(now),
                        UUID.randomUUID());
    }
}
