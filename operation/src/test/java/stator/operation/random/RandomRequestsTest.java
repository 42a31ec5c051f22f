package stator.operation.random;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random requests to the first door, in JSON, with expressions, pages and PartiQL, compared with a
 * naive model: the answer or the name of the error.
 *
 * <p>The same runs each time, and a new one. A failure names its seed, for {@code
 * -Dstator.requests.seed=N}, and tells what was said about the key. {@code
 * -Dstator.requests.count=N} runs longer, always with new seeds.
 */
final class RandomRequestsTest {
    private static final Long SEED = Long.getLong("stator.requests.seed");
    private static final long COUNT = Long.getLong("stator.requests.count", 0);
    private static final int USUAL_RUNS = 2;
    private static final long NEW_SEED = System.nanoTime();

    @ParameterizedTest
    @EnumSource(RandomServer.Engine.class)
    void everyAnswerIsThatOfTheModel(RandomServer.Engine engine) {
        long start = System.nanoTime();
        for (long seed : seeds().toArray()) {
            RandomRequests run = new RandomRequests(engine, seed);
            try {
                run.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "Failed with -Dstator.requests.seed=" + seed + "\n" + run.trace(), e);
            }
        }
        System.out.printf(
                "Random requests over %s: %d in %d ms, the last -Dstator.requests.seed=%d%n",
                engine,
                seeds().count() * RandomRequests.STEPS,
                (System.nanoTime() - start) / 1_000_000,
                seeds().max().getAsLong());
    }

    private static LongStream seeds() {
        if (SEED != null) {
            return LongStream.of(SEED);
        }
        if (COUNT > 0) {
            return LongStream.range(NEW_SEED, NEW_SEED + COUNT / RandomRequests.STEPS);
        }
        return LongStream.concat(LongStream.range(0, USUAL_RUNS), LongStream.of(NEW_SEED));
    }
}
