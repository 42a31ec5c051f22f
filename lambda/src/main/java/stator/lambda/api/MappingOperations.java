package stator.lambda.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stator.door.Reply;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.LambdaException;
import stator.lambda.trigger.Filters;
import stator.lambda.trigger.Mapping;
import stator.lambda.trigger.Mappings;

/** The operations of event source mappings (texts: observed answers of AWS). */
final class MappingOperations {
    private static final int FILTERS_MAX = 5;
    private static final String ENABLED = "_Enabled";
    private static final List<String> KEPT =
            List.of(
                    "BatchSize",
                    "MaximumBatchingWindowInSeconds",
                    "ParallelizationFactor",
                    "MaximumRecordAgeInSeconds",
                    "BisectBatchOnFunctionError",
                    "MaximumRetryAttempts",
                    "TumblingWindowInSeconds",
                    "FunctionResponseTypes");

    private final FunctionStore functions;
    private final Mappings mappings;
    private final Clock clock;

    MappingOperations(FunctionStore functions, Mappings mappings, Clock clock) {
        this.functions = functions;
        this.mappings = mappings;
        this.clock = clock;
    }

    Reply create(Call call) {
        Document given = call.input();
        String arn = given.text("EventSourceArn");
        if (!arn.contains(":dynamodb:") || !arn.contains("/stream/")) {
            throw LambdaException.invalid("Unrecognized event source.");
        }
        requirePosition(given, arn);
        check(given);
        FunctionReference function = function(call, given.text("FunctionName"));
        if (!mappings.hasStream(call.namespace(), arn)) {
            throw LambdaException.invalid("Stream not found: " + arn);
        }
        synchronized (functions) {
            requireNew(call, arn, function);
            String id = UUID.randomUUID().toString();
            Document document =
                    changed(defaults(call, id, arn), given)
                            .with("FunctionArn", function.qualifiedArn())
                            .with("StartingPosition", given.text("StartingPosition"))
                            .with(ENABLED, !given.has("Enabled") || given.isTrue("Enabled"));
            Mapping mapping = new Mapping(call.namespace(), id, document);
            mappings.add(mapping);
            return Answers.of(call, mappings.shown(mapping).with("State", "Creating"));
        }
    }

    private static void requirePosition(Document given, String arn) {
        if (!given.has("StartingPosition")) {
            throw LambdaException.invalid(
                    "1 validation error detected: Value null at 'startingPosition' failed to"
                            + " satisfy constraint: Member must not be null.");
        }
        if (given.text("StartingPosition").equals("AT_TIMESTAMP")) {
            throw LambdaException.invalid("Unsupported starting position for arn type: " + arn);
        }
    }

    private static void check(Document given) {
        Document filters = given.document("FilterCriteria");
        if (filters.documents("Filters").size() > FILTERS_MAX) {
            throw LambdaException.invalid("Filters size exceeds the limit of 5.");
        }
        List<String> patterns =
                filters.documents("Filters").stream().map(one -> one.text("Pattern")).toList();
        if (Filters.parse(patterns).isEmpty()) {
            throw LambdaException.invalid("Invalid filter pattern definition.");
        }
        String destination =
                given.document("DestinationConfig").document("OnFailure").text("Destination");
        boolean isKnown =
                destination.isEmpty()
                        || destination.contains(":sqs:")
                        || destination.contains(":sns:")
                        || destination.contains(":s3:::");
        if (!isKnown || given.document("DestinationConfig").has("OnSuccess")) {
            throw LambdaException.invalid(
                    "Unsupported DestinationConfig parameter for given event source mapping type.");
        }
        long batchSize = given.number("BatchSize", 100);
        if (batchSize > 10_000) {
            throw LambdaException.validation(
                    ("1 validation error detected: Value '%d' at 'batchSize' failed to satisfy"
                                    + " constraint: Member must have value less than or equal to"
                                    + " 10000")
                            .formatted(batchSize));
        }
        long age = given.number("MaximumRecordAgeInSeconds", -1);
        if (age >= 0 && age < 60) {
            throw LambdaException.invalid(
                    "MaximumRecordAgeInSeconds must be -1 or between 60 and 604800.");
        }
    }

    private FunctionReference function(Call call, String given) {
        FunctionReference function =
                FunctionReference.of(call.namespace(), given, "", "CreateEventSourceMapping");
        if (!functions.isThere(function)) {
            throw LambdaException.invalid("Function does not exist");
        }
        return function;
    }

    private void requireNew(Call call, String arn, FunctionReference function) {
        for (Mapping one : mappings.list(call.namespace())) {
            boolean isSame =
                    one.streamArn().equals(arn)
                            && one.document().text("FunctionArn").equals(function.qualifiedArn());
            if (isSame) {
                throw LambdaException.conflict(
                        ("The event source arn (\" %s \") and function (\" %s \") provided mapping"
                                        + " already exists. Please update or delete the existing"
                                        + " mapping with UUID %s")
                                .formatted(arn, function.name(), one.id()));
            }
        }
    }

    private static Document defaults(Call call, String id, String arn) {
        return Document.of("UUID", id)
                .with("StartingPosition", "")
                .with("BatchSize", 100)
                .with("MaximumBatchingWindowInSeconds", 0)
                .with("ParallelizationFactor", 1)
                .with("EventSourceArn", arn)
                .with("FunctionArn", "")
                .with("LastModified", 0)
                .with("StateTransitionReason", "User action")
                .with("DestinationConfig", Document.of("OnFailure", Document.empty()))
                .with("MaximumRecordAgeInSeconds", -1)
                .with("BisectBatchOnFunctionError", false)
                .with("MaximumRetryAttempts", -1)
                .with("TumblingWindowInSeconds", 0)
                .with("FunctionResponseTypes", List.of())
                .with(
                        "EventSourceMappingArn",
                        call.namespace().arn("lambda") + "event-source-mapping:" + id);
    }

    /** A document with what a request changes of it. */
    private Document changed(Document before, Document given) {
        Document changed = before.with("LastModified", clock.millis() / 1000.0);
        for (String name : KEPT) {
            changed = changed.withOf(given, name);
        }
        if (given.has("FilterCriteria")) {
            List<Document> filters = given.document("FilterCriteria").documents("Filters");
            changed =
                    filters.isEmpty()
                            ? changed.without("FilterCriteria")
                            : changed.with("FilterCriteria", Document.of("Filters", filters));
        }
        if (given.has("DestinationConfig")) {
            changed =
                    changed.with(
                            "DestinationConfig",
                            Document.of(
                                    "OnFailure",
                                    given.document("DestinationConfig").document("OnFailure")));
        }
        return changed;
    }

    private Mapping existing(Call call) {
        return mappings.find(call.namespace(), call.input().text("UUID"))
                .orElseThrow(() ->
                        LambdaException.notFound("The resource you requested does not exist."));
    }

    private Document settled(Mapping mapping) {
        return mappings.shown(mapping).with("State", mapping.isEnabled() ? "Enabled" : "Disabled");
    }

    Reply get(Call call) {
        return Answers.of(call, settled(existing(call)));
    }

    Reply list(Call call) {
        String arn = call.input().text("EventSourceArn");
        Optional<String> name = call.input().find("FunctionName");
        Optional<FunctionReference> function =
                name.map(given ->
                        FunctionReference.of(
                                call.namespace(), given, "", "ListEventSourceMappings"));
        List<Document> all = new ArrayList<>();
        for (Mapping mapping : mappings.list(call.namespace())) {
            boolean fits =
                    (arn.isEmpty() || mapping.streamArn().equals(arn))
                            && (function.isEmpty()
                                    || mapping.document()
                                            .text("FunctionArn")
                                            .equals(function.get().qualifiedArn()));
            if (fits) {
                all.add(settled(mapping));
            }
        }
        return Answers.page(call, "EventSourceMappings", all, one -> one.text("UUID"));
    }

    Reply update(Call call) {
        Document given = call.input();
        check(given);
        synchronized (functions) {
            Mapping before = existing(call);
            Document document = changed(before.document(), given);
            if (given.has("FunctionName")) {
                FunctionReference function = function(call, given.text("FunctionName"));
                document = document.with("FunctionArn", function.qualifiedArn());
            }
            boolean enabled = given.has("Enabled") ? given.isTrue("Enabled") : before.isEnabled();
            Mapping after =
                    new Mapping(before.namespace(), before.id(), document.with(ENABLED, enabled));
            mappings.replace(after);
            String state =
                    enabled == before.isEnabled() ? "Updating" : enabled ? "Enabling" : "Disabling";
            return Answers.of(call, mappings.shown(after).with("State", state));
        }
    }

    Reply delete(Call call) {
        synchronized (functions) {
            Mapping mapping = existing(call);
            Document shown = mappings.shown(mapping);
            mappings.remove(mapping);
            return Answers.of(call, shown.with("State", "Deleting"));
        }
    }
}
