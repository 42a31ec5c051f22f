package stator.database;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random writes, reads, changes of the catalog and restarts, compared with a naive model.
 *
 * <p>The same runs each time, and a new one. A failure names its seed, for {@code
 * -Dstator.random.seed=N}, and tells what happened to the key that was wrong. {@code
 * -Dstator.random.operations=N} runs longer, always with new seeds.
 */
final class RandomRunTest {
    private static final Long SEED = Long.getLong("stator.random.seed");
    private static final long OPERATIONS = Long.getLong("stator.random.operations", 0);
    private static final int USUAL_RUNS = 9;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theDatabaseDoesWhatAMapDoes(Engine engine) {
        long start = System.nanoTime();
        long runs = 0;
        for (long seed : seeds().toArray()) {
            RandomRun run = new RandomRun(engine, seed);
            try {
                run.run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "Failed with -Dstator.random.seed=" + seed + "\n" + run.trace(), e);
            }
            runs++;
        }
        System.out.printf(
                "Random run over %s: %d operations in %d ms, the last -Dstator.random.seed=%d%n",
                engine,
                runs * RandomRun.STEPS,
                (System.nanoTime() - start) / 1_000_000,
                seeds().max().getAsLong());
    }

    private static final long NEW_SEED = System.nanoTime();

    private static LongStream seeds() {
        if (SEED != null) {
            return LongStream.of(SEED);
        }
        if (OPERATIONS > 0) {
            return LongStream.range(NEW_SEED, NEW_SEED + OPERATIONS / RandomRun.STEPS);
        }
        return LongStream.concat(LongStream.range(0, USUAL_RUNS), LongStream.of(NEW_SEED));
    }
}
