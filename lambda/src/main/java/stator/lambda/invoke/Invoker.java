package stator.lambda.invoke;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import stator.lambda.code.Hold;
import stator.lambda.document.Document;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;
import stator.lambda.runtime.Ended;
import stator.lambda.runtime.Invocation;
import stator.lambda.runtime.NoProcessException;
import stator.lambda.runtime.Sandboxes;

/** Invokes functions and waits for their answers. Thread-safe. */
public final class Invoker {
    /** How many invocations a function has for itself: a setting of the function. */
    public static final String CONCURRENCY = "concurrency";

    /** Whether a function may invoke itself for ever: a setting of the function. */
    public static final String RECURSION = "recursion";

    private static final String RECURSIVE =
            "Lambda has detected your function being invoked in a recursive loop with other AWS"
                    + " resources and stopped your function's invocation.";

    private final FunctionStore functions;
    private final Programs programs;
    private final Sandboxes sandboxes;
    private final Random random;
    private final Meter meter;
    private final Concurrency concurrency = new Concurrency();

    public Invoker(
            FunctionStore functions,
            Programs programs,
            Sandboxes sandboxes,
            Meter meter,
            Random random) {
        this.functions = functions;
        this.programs = programs;
        this.sandboxes = sandboxes;
        this.meter = meter;
        this.random = random;
    }

    /**
     * The version that an invocation would be of. An alias with weights chooses at random.
     *
     * @throws LambdaException if there is none
     */
    public FunctionVersion version(FunctionReference function) {
        String qualifier = function.qualifier();
        if (function.isLatest() || function.isVersion()) {
            return functions
                    .version(function, qualifier)
                    .orElseThrow(() -> withLatest(function).notFound());
        }
        Document alias = functions.alias(function, qualifier).orElseThrow(function::notFound);
        return functions.version(function, choose(alias)).orElseThrow(function::notFound);
    }

    /** AWS names the version that was not found, also if the caller did not. */
    private static FunctionReference withLatest(FunctionReference function) {
        return function.qualifier().isEmpty()
                ? function.qualified(FunctionReference.LATEST)
                : function;
    }

    private String choose(Document alias) {
        Document weights = alias.document("RoutingConfig").document("AdditionalVersionWeights");
        double at = random.nextDouble();
        for (String version : weights.names()) {
            at -= weights.decimal(version, 0);
            if (at < 0) {
                return version;
            }
        }
        return alias.text("FunctionVersion");
    }

    /**
     * Invokes a function and waits for the end.
     *
     * @throws LambdaException if it is not there, or may not run now
     */
    public InvokeResult invoke(InvokeRequest request) {
        return invoke(request, version(request.function()));
    }

    /**
     * The same with the version that was looked up. What was changed or deleted since is looked up
     * again if its code is gone; another function that got its name is not invoked.
     */
    public InvokeResult invoke(InvokeRequest request, FunctionVersion found) {
        FunctionVersion version = found;
        while (true) {
            Hold code = programs.hold(version);
            try {
                if (isRunnable(version)) {
                    return run(request, version);
                }
            } finally {
                code.close();
            }
            version = version(request.function());
            if (!version.creation().equals(found.creation())) {
                throw withLatest(request.function()).notFound();
            }
        }
    }

    /**
     * Whether nobody has deleted the code of a version before it was held, as is seen by the code
     * that is unpacked. Where there is none, the version says it: one that is there has its code.
     */
    private boolean isRunnable(FunctionVersion version) {
        return programs.isUnpacked(version)
                || functions
                        .version(version.reference(), version.version())
                        .filter(now -> now.revision().equals(version.revision()))
                        .isPresent();
    }

    private InvokeResult run(InvokeRequest request, FunctionVersion version) {
        FunctionReference function = request.function();
        Lineage lineage = Lineage.parse(request.trace(), random);
        if (lineage.count(function.arn()) >= Lineage.LOOPS_MAX && !mayLoop(function)) {
            meter.recursive(function);
            throw LambdaException.recursive(RECURSIVE);
        }
        take(function);
        try {
            request.receiver().ifPresent(receiver -> receiver.accepted(version.version()));
            Invocation invocation =
                    new Invocation(
                            request.requestId(),
                            function.qualifiedArn(),
                            request.payload(),
                            request.clientContext(),
                            lineage.with(function.arn()).header(random),
                            request.receiver());
            Ended result = sandboxes.invoke(programs.of(version), invocation);
            meter.ended(function, result.outcome().isError(), result.nanos());
            return new InvokeResult(
                    result.outcome().payload(),
                    result.outcome().error(),
                    version.version(),
                    result.logTail());
        } catch (NoProcessException e) {
            meter.throttled(function);
            throw LambdaException.tooMany("ConcurrentInvocationLimitExceeded");
        } finally {
            concurrency.leave(function.arn());
        }
    }

    private void take(FunctionReference function) {
        int underWay;
        try {
            underWay = concurrency.take(function.arn(), reserved(function));
        } catch (LambdaException e) {
            meter.throttled(function);
            throw e;
        }
        meter.began(function, underWay);
    }

    private boolean mayLoop(FunctionReference function) {
        return functions
                .setting(function.qualified(""), RECURSION)
                .filter(setting -> setting.text("RecursiveLoop").equals("Allow"))
                .isPresent();
    }

    /** Whether a function has no place for invocations and never will, as it is set. */
    boolean isOff(FunctionReference function) {
        return reserved(function).equals(OptionalInt.of(0));
    }

    private OptionalInt reserved(FunctionReference function) {
        Optional<Long> reserved =
                functions
                        .setting(function.qualified(""), CONCURRENCY)
                        .flatMap(setting -> setting.findNumber("ReservedConcurrentExecutions"));
        return reserved.isPresent()
                ? OptionalInt.of(reserved.get().intValue())
                : OptionalInt.empty();
    }
}
