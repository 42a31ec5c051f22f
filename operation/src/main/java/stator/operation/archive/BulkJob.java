package stator.operation.archive;

import static stator.operation.job.JobMembers.text;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.job.JobState;
import stator.operation.job.KeptJob;

/**
 * What is known of a bulk operation. Immutable; {@link BulkOperations} keeps the newest.
 *
 * @param request what was asked for: the request's own JSON
 * @param checkpoint where to go on after a crash, see {@link BulkRun}; empty at the beginning and
 *     when it is over
 */
public record BulkJob(
        JobState state, String clientToken, String request, BulkProgress progress, Item checkpoint)
        implements KeptJob {

    @Override
    public String arn() {
        return tableArn() + "/bulk-operation/" + id();
    }

    BulkJob reached(BulkProgress progress, Item checkpoint) {
        return new BulkJob(state, clientToken, request, progress, checkpoint);
    }

    BulkJob cancelling() {
        return with(state.cancelling(), checkpoint);
    }

    BulkJob ended(JobState state) {
        return with(state, Item.EMPTY);
    }

    private BulkJob with(JobState state, Item checkpoint) {
        return new BulkJob(state, clientToken, request, progress, checkpoint);
    }

    @Override
    public Item document() {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        state.write(members);
        members.put("Token", AttributeValue.string(clientToken));
        members.put("Request", AttributeValue.string(request));
        members.put("Progress", progress.document());
        members.put("Checkpoint", AttributeValue.map(checkpoint));
        return Item.of(members);
    }

    static BulkJob of(Item document) {
        return new BulkJob(
                JobState.read(document),
                text(document, "Token"),
                text(document, "Request"),
                BulkProgress.of(document.get("Progress").map()),
                document.get("Checkpoint").map());
    }
}
