package stator.lambda.invoke;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import stator.lambda.function.LambdaException;

/** How many invocations of each function are under way, and how many may be. Thread-safe. */
final class Concurrency {
    /** Of all functions of an account in a region, as AWS gives it to a new one. */
    static final int ACCOUNT_MAX = 1_000;

    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    /**
     * Takes a place of a function, which whoever has it {@linkplain #leave leaves} again.
     *
     * @param reserved how many it may have, if that was said
     * @return how many invocations there are now, this one included
     * @throws LambdaException if there is none
     */
    int take(String functionArn, OptionalInt reserved) {
        int max = reserved.orElse(ACCOUNT_MAX);
        boolean[] taken = new boolean[1];
        Integer now =
                underWay.compute(
                        functionArn,
                        (arn, before) -> {
                            int count = before == null ? 0 : before;
                            taken[0] = count < max;
                            return taken[0] ? Integer.valueOf(count + 1) : before;
                        });
        if (!taken[0]) {
            throw LambdaException.tooMany(
                    reserved.isPresent()
                            ? "ReservedFunctionConcurrentInvocationLimitExceeded"
                            : "ConcurrentInvocationLimitExceeded");
        }
        return now;
    }

    void leave(String functionArn) {
        underWay.computeIfPresent(functionArn, (arn, n) -> n == 1 ? null : n - 1);
    }
}
