package stator.lambda.trigger;

import java.util.List;
import stator.database.table.Namespace;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;

/**
 * An event source mapping as it is kept.
 *
 * @param document with the members of {@code EventSourceMappingConfiguration}; {@code _Enabled} is
 *     whether it works
 */
public record Mapping(Namespace namespace, String id, Document document) {
    static final String ENABLED = "_Enabled";
    private static final String REPORTS = "ReportBatchItemFailures";

    public boolean isEnabled() {
        return document.isTrue(ENABLED);
    }

    public String streamArn() {
        return document.text("EventSourceArn");
    }

    /** The function, with the version or alias that was named. */
    public FunctionReference function() {
        return FunctionReference.of(
                namespace, document.text("FunctionArn"), "", "CreateEventSourceMapping");
    }

    boolean startsAtLatest() {
        return document.text("StartingPosition").equals("LATEST");
    }

    int batchSize() {
        return (int) document.number("BatchSize", 100);
    }

    long batchWindowMillis() {
        return document.number("MaximumBatchingWindowInSeconds", 0) * 1_000;
    }

    int lanes() {
        return (int) document.number("ParallelizationFactor", 1);
    }

    boolean bisects() {
        return document.isTrue("BisectBatchOnFunctionError");
    }

    boolean reportsItems() {
        return document.texts("FunctionResponseTypes").contains(REPORTS);
    }

    /** How often a batch is tried again; negative for ever. */
    long retriesMax() {
        return document.number("MaximumRetryAttempts", -1);
    }

    /** How old a change may become; negative for no limit. */
    long ageMaxMillis() {
        return document.number("MaximumRecordAgeInSeconds", -1) * 1_000;
    }

    long tumblingMillis() {
        return document.number("TumblingWindowInSeconds", 0) * 1_000;
    }

    /** Where batches go that were given up; empty if nowhere. */
    String failureDestination() {
        return document.document("DestinationConfig").document("OnFailure").text("Destination");
    }

    List<String> filters() {
        return document.document("FilterCriteria").documents("Filters").stream()
                .map(filter -> filter.text("Pattern"))
                .toList();
    }
}
