package stator.lambda.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stator.door.Reply;
import stator.lambda.code.CodeStore;
import stator.lambda.document.Document;
import stator.lambda.document.Moments;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;
import stator.lambda.invoke.Invoker;
import stator.lambda.runtime.Sandboxes;

/** The operations of functions themselves. */
final class FunctionOperations {
    static final String TAGS = "tags";

    private static final Document CREATING =
            Document.of("State", "Pending")
                    .with("StateReason", "The function is being created.")
                    .with("StateReasonCode", "Creating");
    private static final Document UPDATING =
            Document.of("State", "Active")
                    .with("LastUpdateStatus", "InProgress")
                    .with("LastUpdateStatusReason", "The function is being created.")
                    .with("LastUpdateStatusReasonCode", "Creating");
    private static final Document SETTLED =
            Document.of("State", "Active").with("LastUpdateStatus", "Successful");

    private final FunctionStore functions;
    private final CodeStore code;
    private final CodeRequest codeRequest;
    private final ConfigurationRequest configurationRequest;
    private final RuntimeCheck runtimes;
    private final Sandboxes sandboxes;
    private final Invoker invoker;
    private final CodePages pages;
    private final Clock clock;

    FunctionOperations(
            FunctionStore functions,
            CodeStore code,
            CodeRequest codeRequest,
            ConfigurationRequest configurationRequest,
            RuntimeCheck runtimes,
            Sandboxes sandboxes,
            Invoker invoker,
            CodePages pages,
            Clock clock) {
        this.functions = functions;
        this.code = code;
        this.codeRequest = codeRequest;
        this.configurationRequest = configurationRequest;
        this.runtimes = runtimes;
        this.sandboxes = sandboxes;
        this.invoker = invoker;
        this.pages = pages;
        this.clock = clock;
    }

    /** A configuration as it is shown once everything has settled. */
    static Document settled(FunctionVersion version) {
        return version.shown().withAll(SETTLED);
    }

    Reply create(Call call) {
        Document given = call.input();
        FunctionReference function = call.function();
        if (!function.isNameable() || !function.qualifier().isEmpty()) {
            throw LambdaException.validation(
                    ("1 validation error detected: Value '%s' at 'functionName' failed to satisfy"
                                    + " constraint: Member must have length less than or equal to"
                                    + " 64")
                            .formatted(given.text("FunctionName")));
        }
        if (given.text("PackageType").equals("Image")) {
            throw LambdaException.invalid(
                    "Functions run here without containers, so they are made of code and not of"
                            + " images. Give the code in ZipFile, or in S3Bucket and S3Key.");
        }
        if (!(given.has("Runtime") && given.has("Handler"))) {
            throw LambdaException.invalid(
                    "Runtime and Handler are mandatory parameters for functions created with"
                            + " deployment packages.");
        }
        runtimes.check(given.text("Runtime"));
        configurationRequest.of(
                function, given); // refuses what cannot be, before the code is taken
        if (functions.exists(function)) {
            throw LambdaException.conflict("Function already exist: " + function.name());
        }
        try (CodeRequest.Taken taken = codeRequest.take(given.document("Code"))) {
            return Answers.of(call, made(function, given, taken.members()).withAll(CREATING));
        }
    }

    private Document made(FunctionReference function, Document given, Document taken) {
        synchronized (functions) {
            if (functions.exists(function)) {
                throw LambdaException.conflict("Function already exist: " + function.name());
            }
            // A layer may have been deleted while the code was taken.
            Document configuration = configurationRequest.of(function, given).withAll(taken);
            FunctionVersion latest = stamped(function, configuration);
            functions.putLatest(latest);
            if (given.has("Tags")) {
                functions.putSetting(function, TAGS, given.document("Tags"));
            }
            FunctionVersion answered =
                    given.isTrue("Publish") ? functions.publish(function, d -> d) : latest;
            return answered.shown();
        }
    }

    private FunctionVersion stamped(FunctionReference function, Document configuration) {
        return new FunctionVersion(
                function.qualified(""),
                configuration
                        .with("LastModified", Moments.modified(clock.instant()))
                        .with("RevisionId", UUID.randomUUID().toString()));
    }

    /** The version that a request names, by its number or an alias. */
    FunctionVersion find(FunctionReference function) {
        if (function.isLatest() || function.isVersion()) {
            return functions
                    .version(function, function.qualifier())
                    .orElseThrow(function::notFound);
        }
        return invoker.version(function);
    }

    Reply get(Call call) {
        FunctionReference function = call.function();
        FunctionVersion version = find(function);
        Document location =
                Document.of("RepositoryType", "S3").with("Location", pages.location(version));
        Document answer =
                Document.of("Configuration", shown(function, version)).with("Code", location);
        Optional<Document> tags = functions.setting(function.qualified(""), TAGS);
        answer = tags.isPresent() ? answer.with("Tags", tags.get()) : answer;
        Optional<Document> concurrency =
                functions.setting(function.qualified(""), Invoker.CONCURRENCY);
        return Answers.of(
                call,
                concurrency.isPresent() ? answer.with("Concurrency", concurrency.get()) : answer);
    }

    Reply getConfiguration(Call call) {
        FunctionReference function = call.function();
        return Answers.of(call, shown(function, find(function)));
    }

    /** The ARN is the one that was asked for. */
    private static Document shown(FunctionReference function, FunctionVersion version) {
        return settled(version).with("FunctionArn", function.qualifiedArn());
    }

    Reply list(Call call) {
        List<Document> all = new ArrayList<>();
        boolean withVersions = call.input().text("FunctionVersion").equals("ALL");
        for (FunctionVersion latest : functions.all(call.namespace())) {
            all.add(listed(latest, withVersions));
            if (withVersions) {
                functions.versions(latest.reference()).forEach(v -> all.add(listed(v, true)));
            }
        }
        return Answers.page(call, "Functions", all, one -> one.text("FunctionArn"));
    }

    /** Lists do not tell of states. */
    private static Document listed(FunctionVersion version, boolean qualified) {
        boolean isLatest = version.version().equals(FunctionReference.LATEST);
        return qualified && isLatest
                ? version.shown().with("FunctionArn", version.arn())
                : version.shown();
    }

    Reply delete(Call call) {
        FunctionReference function = call.function();
        List<FunctionVersion> gone = new ArrayList<>();
        synchronized (functions) {
            if (function.qualifier().isEmpty()) {
                gone.add(functions.latest(function).orElseThrow(function::notFound));
                gone.addAll(functions.versions(function));
                functions.delete(function);
            } else {
                gone.addAll(deleteVersion(function));
            }
        }
        for (FunctionVersion version : gone) {
            sandboxes.retire(version.arn());
            forgetCode(version);
        }
        return Reply.empty(204);
    }

    private List<FunctionVersion> deleteVersion(FunctionReference function) {
        if (!functions.exists(function)) {
            throw function.qualified("").notFound();
        }
        if (!function.isVersion()) {
            throw LambdaException.invalid(
                    "$LATEST version cannot be deleted without deleting the function.");
        }
        boolean isAliased =
                functions.aliases(function).stream()
                        .anyMatch(alias ->
                                alias.text("FunctionVersion").equals(function.qualifier()));
        if (isAliased) {
            throw LambdaException.conflict(
                    "Version '%s' is referenced by an alias and can not be deleted."
                            .formatted(function.qualifier()));
        }
        Optional<FunctionVersion> version = functions.version(function, function.qualifier());
        functions.deleteVersion(function);
        return version.map(List::of).orElse(List.of());
    }

    /** Code that nothing has any more is deleted, that of its layers, too. */
    private void forgetCode(FunctionVersion version) {
        if (version.folder().isEmpty()) {
            code.forget(version.codeSha256());
        }
        version.layerCode().forEach(code::forget);
    }

    Reply updateCode(Call call) {
        FunctionReference function = call.function().qualified("");
        Document given = call.input();
        FunctionVersion before = functions.latest(function).orElseThrow(function::notFound);
        requireRevision(before, given);
        try (CodeRequest.Taken taken = codeRequest.take(given)) {
            if (given.isTrue("DryRun")) {
                return Answers.of(call, settled(before).withAll(taken.members()));
            }
            return Answers.of(call, withCode(function, given, taken.members()).withAll(UPDATING));
        }
    }

    private Document withCode(FunctionReference function, Document given, Document taken) {
        FunctionVersion before;
        FunctionVersion answered;
        synchronized (functions) {
            before = functions.latest(function).orElseThrow(function::notFound);
            requireRevision(before, given);
            Document configuration =
                    before.configuration()
                            .without(FunctionVersion.FOLDER)
                            .withAll(taken)
                            .withOf(given, "Architectures");
            functions.putLatest(stamped(function, configuration));
            answered =
                    given.isTrue("Publish")
                            ? functions.publish(function, d -> d)
                            : functions.latest(function).orElseThrow();
        }
        sandboxes.retire(before.arn());
        forgetCode(before);
        return answered.shown();
    }

    private static void requireRevision(FunctionVersion version, Document given) {
        if (given.has("RevisionId") && !given.text("RevisionId").equals(version.revision())) {
            throw LambdaException.precondition();
        }
    }

    Reply updateConfiguration(Call call) {
        FunctionReference function = call.function().qualified("");
        Document given = call.input();
        if (given.has("Runtime")) {
            runtimes.check(given.text("Runtime"));
        }
        FunctionVersion before;
        FunctionVersion changed;
        synchronized (functions) {
            before = functions.latest(function).orElseThrow(function::notFound);
            requireRevision(before, given);
            changed =
                    stamped(
                            function,
                            configurationRequest.changed(function, before.configuration(), given));
            functions.putLatest(changed);
        }
        sandboxes.retire(changed.arn());
        before.layerCode().forEach(code::forget);
        return Answers.of(call, changed.shown().withAll(UPDATING));
    }
}
