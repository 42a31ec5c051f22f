package stator.server.function;

import java.util.function.Supplier;
import stator.s3.target.NotificationTargets;

/** Functions as targets of what buckets tell: each notification is an event of the function. */
final class FunctionNotifications implements NotificationTargets {
    private final Supplier<OpenFunctions> functions;

    FunctionNotifications(Supplier<OpenFunctions> functions) {
        this.functions = functions;
    }

    @Override
    public boolean takes(String arn) {
        return functions.get().has(arn);
    }

    @Override
    public void deliver(String arn, String event) {
        functions.get().accept(arn, event);
    }
}
