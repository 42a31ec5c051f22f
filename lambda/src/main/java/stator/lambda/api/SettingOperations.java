package stator.lambda.api;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import stator.door.Reply;
import stator.lambda.document.Document;
import stator.lambda.document.Moments;
import stator.lambda.document.Shelf;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.LambdaException;
import stator.lambda.invoke.EventQueue;
import stator.lambda.invoke.Invoker;

/** The operations of what else is said of a function: concurrency, events, recursion, runtime. */
final class SettingOperations {
    private static final String PROVISIONED = "provisioned";
    private static final String RUNTIME_MANAGEMENT = "runtime-management";
    private static final int ACCOUNT_CONCURRENCY = 1_000;
    private static final int UNRESERVED_MIN = 100;
    private static final String RESERVED = "ReservedConcurrentExecutions";

    private final FunctionStore functions;
    private final Clock clock;

    SettingOperations(FunctionStore functions, Clock clock) {
        this.functions = functions;
        this.clock = clock;
    }

    private FunctionReference existing(Call call) {
        FunctionReference function = call.function();
        if (!functions.isThere(function)) {
            throw function.notFound();
        }
        return function;
    }

    // Concurrency.

    Reply putConcurrency(Call call) {
        FunctionReference function = existing(call).qualified("");
        long wanted = call.input().number(RESERVED, 0);
        synchronized (functions) {
            long others =
                    functions.allSettings(Invoker.CONCURRENCY).stream()
                            .filter(entry -> entry.namespace().equals(call.namespace()))
                            .filter(entry -> !entry.id().startsWith(function.name() + ":"))
                            .mapToLong(entry -> entry.document().number(RESERVED, 0))
                            .sum();
            if (ACCOUNT_CONCURRENCY - others - wanted < UNRESERVED_MIN) {
                throw LambdaException.invalid(
                        "Specified ReservedConcurrentExecutions for function decreases account's"
                                + " UnreservedConcurrentExecution below its minimum value of [100].");
            }
            Document setting = Document.of(RESERVED, wanted);
            functions.putSetting(function, Invoker.CONCURRENCY, setting);
            return Answers.of(call, setting);
        }
    }

    Reply getConcurrency(Call call) {
        FunctionReference function = existing(call).qualified("");
        return Answers.of(
                call, functions.setting(function, Invoker.CONCURRENCY).orElse(Document.empty()));
    }

    Reply deleteConcurrency(Call call) {
        functions.removeSetting(existing(call).qualified(""), Invoker.CONCURRENCY);
        return Answers.empty(call);
    }

    // Provisioned concurrency: a number that is kept and shown; processes are warm anyway.

    Reply putProvisioned(Call call) {
        FunctionReference function = existing(call);
        if (function.isLatest()) {
            throw LambdaException.invalid(
                    "Provisioned Concurrency Configs cannot be applied to unpublished function"
                            + " versions.");
        }
        long wanted = call.input().number("ProvisionedConcurrentExecutions", 0);
        Document setting =
                Document.of("RequestedProvisionedConcurrentExecutions", wanted)
                        .with("LastModified", Moments.modified(clock.instant()));
        functions.putSetting(function, PROVISIONED, setting.with("_Arn", function.qualifiedArn()));
        return Answers.of(
                call,
                setting.with("AvailableProvisionedConcurrentExecutions", 0)
                        .with("AllocatedProvisionedConcurrentExecutions", 0)
                        .with("Status", "IN_PROGRESS"));
    }

    private static Document provisioned(Document setting) {
        long wanted = setting.number("RequestedProvisionedConcurrentExecutions", 0);
        return setting.without("_Arn")
                .with("AvailableProvisionedConcurrentExecutions", wanted)
                .with("AllocatedProvisionedConcurrentExecutions", wanted)
                .with("Status", "READY");
    }

    Reply getProvisioned(Call call) {
        Document setting =
                functions
                        .setting(existing(call), PROVISIONED)
                        .orElseThrow(() ->
                                LambdaException.of(
                                        404,
                                        "ProvisionedConcurrencyConfigNotFoundException",
                                        "No Provisioned Concurrency Config found for this"
                                                + " function"));
        return Answers.of(call, provisioned(setting));
    }

    Reply listProvisioned(Call call) {
        List<Document> all = new ArrayList<>();
        for (Shelf.Entry entry : functions.settings(existing(call), PROVISIONED)) {
            Document setting = entry.document();
            all.add(Document.of("FunctionArn", setting.text("_Arn")).withAll(provisioned(setting)));
        }
        return Answers.page(
                call, "ProvisionedConcurrencyConfigs", all, one -> one.text("FunctionArn"));
    }

    Reply deleteProvisioned(Call call) {
        functions.removeSetting(existing(call), PROVISIONED);
        return Answers.empty(call);
    }

    // What becomes of events.

    Reply putEventInvoke(Call call) {
        return storeEventInvoke(call, Document.empty());
    }

    Reply updateEventInvoke(Call call) {
        FunctionReference function = existing(call);
        return storeEventInvoke(
                call,
                functions
                        .setting(function, EventQueue.SETTING)
                        .orElseThrow(() -> noEventInvoke(function)));
    }

    private Reply storeEventInvoke(Call call, Document before) {
        FunctionReference function = existing(call);
        Document given = call.input();
        boolean isEmpty =
                !given.has("MaximumRetryAttempts")
                        && !given.has("MaximumEventAgeInSeconds")
                        && !given.has("DestinationConfig");
        if (isEmpty) {
            throw LambdaException.invalid(
                    "You must specify at least one of error handling or destination setting.");
        }
        Document destinations = before.document("DestinationConfig");
        if (given.has("DestinationConfig")) {
            destinations =
                    Document.of(
                                    "OnSuccess",
                                    given.document("DestinationConfig").document("OnSuccess"))
                            .with(
                                    "OnFailure",
                                    given.document("DestinationConfig").document("OnFailure"));
        }
        if (destinations.names().isEmpty()) {
            destinations =
                    Document.of("OnSuccess", Document.empty()).with("OnFailure", Document.empty());
        }
        Document setting =
                Document.of("LastModified", clock.millis() / 1_000)
                        .with("FunctionArn", qualified(function))
                        .withOf(before, "MaximumRetryAttempts")
                        .withOf(before, "MaximumEventAgeInSeconds")
                        .withOf(given, "MaximumRetryAttempts")
                        .withOf(given, "MaximumEventAgeInSeconds")
                        .with("DestinationConfig", destinations);
        functions.putSetting(function, EventQueue.SETTING, setting);
        return Answers.of(call, setting);
    }

    private static String qualified(FunctionReference function) {
        return function.qualifier().isEmpty()
                ? function.qualified(FunctionReference.LATEST).qualifiedArn()
                : function.qualifiedArn();
    }

    private static LambdaException noEventInvoke(FunctionReference function) {
        return LambdaException.notFound(
                "The function %s doesn't have an EventInvokeConfig".formatted(qualified(function)));
    }

    Reply getEventInvoke(Call call) {
        FunctionReference function = existing(call);
        return Answers.of(
                call,
                functions
                        .setting(function, EventQueue.SETTING)
                        .orElseThrow(() -> noEventInvoke(function)));
    }

    Reply listEventInvoke(Call call) {
        return Answers.page(
                call,
                "FunctionEventInvokeConfigs",
                functions.settings(existing(call), EventQueue.SETTING).stream()
                        .map(Shelf.Entry::document)
                        .toList(),
                one -> one.text("FunctionArn"));
    }

    Reply deleteEventInvoke(Call call) {
        FunctionReference function = existing(call);
        if (functions.setting(function, EventQueue.SETTING).isEmpty()) {
            throw noEventInvoke(function);
        }
        functions.removeSetting(function, EventQueue.SETTING);
        return Answers.empty(call);
    }

    // Recursion and runtime management.

    Reply putRecursion(Call call) {
        FunctionReference function = existing(call).qualified("");
        Document setting = Document.of("RecursiveLoop", call.input().text("RecursiveLoop"));
        functions.putSetting(function, Invoker.RECURSION, setting);
        return Answers.of(call, setting);
    }

    Reply getRecursion(Call call) {
        FunctionReference function = existing(call).qualified("");
        return Answers.of(
                call,
                functions
                        .setting(function, Invoker.RECURSION)
                        .orElse(Document.of("RecursiveLoop", "Terminate")));
    }

    Reply putRuntimeManagement(Call call) {
        FunctionReference function = existing(call);
        Document setting =
                Document.of("UpdateRuntimeOn", call.input().text("UpdateRuntimeOn"))
                        .with("FunctionArn", qualified(function))
                        .withOf(call.input(), "RuntimeVersionArn");
        functions.putSetting(function, RUNTIME_MANAGEMENT, setting);
        return Answers.of(call, setting);
    }

    Reply getRuntimeManagement(Call call) {
        FunctionReference function = existing(call);
        return Answers.of(
                call,
                functions
                        .setting(function, RUNTIME_MANAGEMENT)
                        .orElse(
                                Document.of("UpdateRuntimeOn", "Auto")
                                        .with("FunctionArn", qualified(function))));
    }
}
