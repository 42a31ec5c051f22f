package stator.lambda.api;

import java.time.Clock;
import java.util.function.Supplier;
import stator.bucket.Buckets;
import stator.lambda.code.CodeStore;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionUrls;
import stator.lambda.function.LayerStore;
import stator.lambda.invoke.EventQueue;
import stator.lambda.invoke.Invoker;
import stator.lambda.neighbour.RoleCredentials;
import stator.lambda.runtime.Sandboxes;
import stator.lambda.trigger.Mappings;

/**
 * What the operations work with.
 *
 * @param buckets from which code is taken
 * @param roles that functions can have
 * @param endpoint host and port at which this server is reached
 */
public record LambdaParts(
        FunctionStore functions,
        FunctionUrls urls,
        LayerStore layers,
        CodeStore code,
        Buckets buckets,
        Sandboxes sandboxes,
        Invoker invoker,
        EventQueue events,
        Mappings mappings,
        RoleCredentials roles,
        Supplier<String> endpoint,
        Clock clock) {}
