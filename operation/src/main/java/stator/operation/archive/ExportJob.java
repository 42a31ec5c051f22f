package stator.operation.archive;

import static stator.operation.job.JobMembers.number;
import static stator.operation.job.JobMembers.text;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.job.JobState;
import stator.operation.job.JobStatus;
import stator.operation.job.KeptJob;

/**
 * What is known of an export. Immutable; {@link Exports} keeps the newest.
 *
 * @param request what was asked for: the request's own JSON
 * @param fromMillis from when on changes are exported; {@link #FULL} for whole items
 * @param toMillis as of when items are exported, or before when they changed
 * @param manifest the key of the manifest's summary; empty until it is there
 */
public record ExportJob(
        JobState state,
        String clientToken,
        String request,
        long fromMillis,
        long toMillis,
        long items,
        long bytes,
        String manifest)
        implements KeptJob {
    /** No beginning: the whole table. */
    public static final long FULL = -1;

    @Override
    public String arn() {
        return tableArn() + "/export/" + id();
    }

    /** Whether it holds changes, not whole items. */
    public boolean isIncremental() {
        return fromMillis != FULL;
    }

    ExportJob completed(long endMillis, long items, long bytes, String manifest) {
        return with(state.ended(JobStatus.COMPLETED, endMillis), items, bytes, manifest);
    }

    ExportJob failed(long endMillis, String code, String message) {
        return with(state.ended(JobStatus.FAILED, endMillis, code, message), 0, 0, "");
    }

    private ExportJob with(JobState state, long items, long bytes, String manifest) {
        return new ExportJob(
                state, clientToken, request, fromMillis, toMillis, items, bytes, manifest);
    }

    @Override
    public Item document() {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        state.write(members);
        members.put("Token", AttributeValue.string(clientToken));
        members.put("Request", AttributeValue.string(request));
        members.put("From", AttributeValue.number(fromMillis));
        members.put("To", AttributeValue.number(toMillis));
        members.put("Items", AttributeValue.number(items));
        members.put("Bytes", AttributeValue.number(bytes));
        members.put("Manifest", AttributeValue.string(manifest));
        return Item.of(members);
    }

    static ExportJob of(Item document) {
        return new ExportJob(
                JobState.read(document),
                text(document, "Token"),
                text(document, "Request"),
                number(document, "From"),
                number(document, "To"),
                number(document, "Items"),
                number(document, "Bytes"),
                text(document, "Manifest"));
    }
}
