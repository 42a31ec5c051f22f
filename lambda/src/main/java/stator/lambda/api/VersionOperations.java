package stator.lambda.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import stator.door.Reply;
import stator.lambda.document.Document;
import stator.lambda.document.Moments;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;

/** The operations of published versions, and of the aliases that point to them. */
final class VersionOperations {
    private final FunctionStore functions;
    private final Clock clock;

    VersionOperations(FunctionStore functions, Clock clock) {
        this.functions = functions;
        this.clock = clock;
    }

    /** Publishes the latest version, unless it is the one that was published last. */
    Reply publish(Call call) {
        FunctionReference function = call.function().qualified("");
        Document given = call.input();
        synchronized (functions) {
            FunctionVersion latest = functions.latest(function).orElseThrow(function::notFound);
            if (given.has("CodeSha256") && !given.text("CodeSha256").equals(latest.codeSha256())) {
                throw LambdaException.invalid(
                        "CodeSHA256 (%s) is different from current CodeSHA256 in $LATEST (%s). Please try again with the CodeSHA256 in $LATEST."
                                .formatted(given.text("CodeSha256"), latest.codeSha256()));
            }
            if (given.has("RevisionId") && !given.text("RevisionId").equals(latest.revision())) {
                throw LambdaException.precondition();
            }
            List<FunctionVersion> published = functions.versions(function);
            if (!published.isEmpty() && isSame(published.getLast(), latest)) {
                return Answers.of(call, FunctionOperations.settled(published.getLast()));
            }
            FunctionVersion version =
                    functions.publish(
                            function,
                            configuration ->
                                    configuration
                                            .withOf(given, "Description")
                                            .with("_Source", latest.revision())
                                            .with("RevisionId", UUID.randomUUID().toString())
                                            .with(
                                                    "LastModified",
                                                    Moments.modified(clock.instant())));
            return Answers.of(
                    call,
                    version.shown()
                            .with("State", "Pending")
                            .with("StateReason", "The function is being created.")
                            .with("StateReasonCode", "Creating"));
        }
    }

    /** Whether nothing was changed since a version was published. */
    private static boolean isSame(FunctionVersion published, FunctionVersion latest) {
        return published.configuration().text("_Source").equals(latest.revision())
                || published.revision().equals(latest.revision());
    }

    Reply listVersions(Call call) {
        FunctionReference function = call.function().qualified("");
        List<Document> all = new ArrayList<>();
        FunctionVersion latest = functions.latest(function).orElseThrow(function::notFound);
        all.add(latest.shown().with("FunctionArn", latest.arn()));
        functions.versions(function).forEach(version -> all.add(version.shown()));
        return Answers.page(call, "Versions", all, one -> one.text("Version"));
    }

    // Aliases.

    Reply createAlias(Call call) {
        FunctionReference function = existing(call);
        String name = call.input().text("Name");
        String version = call.input().text("FunctionVersion");
        synchronized (functions) {
            requireVersion(function, version);
            if (functions.alias(function, name).isPresent()) {
                throw LambdaException.conflict(
                        "Alias already exists: " + function.qualified(name).qualifiedArn());
            }
            Document alias =
                    Document.of("AliasArn", function.qualified(name).qualifiedArn())
                            .with("Name", name)
                            .with("FunctionVersion", version)
                            .with("Description", call.input().text("Description"))
                            .with("RevisionId", UUID.randomUUID().toString());
            alias = routed(function, alias, call.input());
            functions.putAlias(function, name, alias);
            return Answers.of(call, alias);
        }
    }

    private FunctionReference existing(Call call) {
        FunctionReference function = call.function().qualified("");
        if (!functions.exists(function)) {
            throw function.notFound();
        }
        return function;
    }

    private void requireVersion(FunctionReference function, String version) {
        if (functions.version(function, version).isEmpty()) {
            throw function.qualified(version).notFound();
        }
    }

    /** An alias with the weights that a request gives; without any, all goes to its version. */
    private Document routed(FunctionReference function, Document alias, Document given) {
        if (!given.has("RoutingConfig")) {
            return alias;
        }
        Document weights = given.document("RoutingConfig").document("AdditionalVersionWeights");
        if (weights.names().isEmpty()) {
            return alias.without("RoutingConfig");
        }
        if (alias.text("FunctionVersion").equals(FunctionReference.LATEST)) {
            throw LambdaException.invalid(
                    "$LATEST is not supported for an alias pointing to more than 1 version");
        }
        if (weights.names().size() > 1) {
            throw LambdaException.invalid(
                    "Number of items in AdditionalVersionWeights cannot be greater than 1");
        }
        String other = weights.names().getFirst();
        if (other.equals(alias.text("FunctionVersion"))) {
            throw LambdaException.invalid(
                    "Invalid function version %s. Function version %s is already included in routing configuration."
                            .formatted(other, other));
        }
        requireVersion(function, other);
        return alias.with("RoutingConfig", Document.of("AdditionalVersionWeights", weights));
    }

    private Document alias(FunctionReference function, String name) {
        return functions
                .alias(function, name)
                .orElseThrow(() ->
                        LambdaException.notFound(
                                "Cannot find alias arn: "
                                        + function.qualified(name).qualifiedArn()));
    }

    Reply getAlias(Call call) {
        return Answers.of(call, alias(call.function().qualified(""), call.input().text("Name")));
    }

    Reply listAliases(Call call) {
        String version = call.input().text("FunctionVersion");
        List<Document> all =
                functions.aliases(existing(call)).stream()
                        .filter(alias ->
                                version.isEmpty() || alias.text("FunctionVersion").equals(version))
                        .toList();
        return Answers.page(call, "Aliases", all, one -> one.text("Name"));
    }

    Reply updateAlias(Call call) {
        FunctionReference function = existing(call);
        String name = call.input().text("Name");
        synchronized (functions) {
            Document before = alias(function, name);
            Document given = call.input();
            Optional<String> revision = given.find("RevisionId");
            if (revision.isPresent() && !revision.get().equals(before.text("RevisionId"))) {
                throw LambdaException.precondition();
            }
            if (given.has("FunctionVersion")) {
                requireVersion(function, given.text("FunctionVersion"));
            }
            Document alias =
                    before.withOf(given, "FunctionVersion")
                            .withOf(given, "Description")
                            .with("RevisionId", UUID.randomUUID().toString());
            alias = routed(function, alias, given);
            functions.putAlias(function, name, alias);
            return Answers.of(call, alias);
        }
    }

    Reply deleteAlias(Call call) {
        FunctionReference function = call.function().qualified("");
        synchronized (functions) {
            functions.deleteAlias(function, call.input().text("Name"));
        }
        return Answers.empty(call);
    }
}
