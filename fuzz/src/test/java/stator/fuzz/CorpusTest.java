package stator.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every input of the corpus, in each build, and each of them damaged some times at random ({@code
 * -Dstator.fuzz.seed}, {@code -Dstator.fuzz.damages}).
 */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/corpus");
    private static final int SHOWN_BYTES_MAX = 2000;

    private final long seed = Long.getLong("stator.fuzz.seed", 20_261_129L);
    private final int damages = Integer.getInteger("stator.fuzz.damages", 50);
    private final Random random = new Random(seed);

    static List<Class<?>> targets() {
        return Targets.ALL;
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyInputIsAnsweredAndSoIsItsDamage(Class<?> target) throws Exception {
        List<byte[]> inputs = corpus(target);
        assertTrue(!inputs.isEmpty(), "no corpus of " + target.getSimpleName());
        Method one = target.getMethod("fuzzerTestOneInput", byte[].class);
        for (byte[] input : inputs) {
            run(one, input);
            for (int i = 0; i < damages; i++) {
                run(one, damaged(input, inputs));
            }
        }
    }

    private static List<byte[]> corpus(Class<?> target) throws IOException {
        try (Stream<Path> files = Files.list(CORPUS.resolve(target.getSimpleName()))) {
            return files.sorted().map(CorpusTest::bytes).toList();
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void run(Method one, byte[] input) throws IllegalAccessException {
        try {
            one.invoke(null, (Object) input);
        } catch (InvocationTargetException e) {
            byte[] shown = Arrays.copyOf(input, Math.min(input.length, SHOWN_BYTES_MAX));
            throw new AssertionError(
                    "seed " + seed + ", input " + HexFormat.of().formatHex(shown), e.getCause());
        }
    }

    private byte[] damaged(byte[] input, List<byte[]> all) {
        byte[] damaged = input.clone();
        for (int i = random.nextInt(3); i >= 0 && damaged.length > 0; i--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged = Arrays.copyOf(damaged, at);
                case 2 -> damaged = joined(damaged, at, damaged, random.nextInt(damaged.length));
                default -> {
                    byte[] other = all.get(random.nextInt(all.size()));
                    damaged = joined(damaged, at, other, random.nextInt(other.length + 1));
                }
            }
        }
        return damaged;
    }

    /** The beginning of one and the end of another. */
    private static byte[] joined(byte[] one, int to, byte[] other, int from) {
        byte[] joined = Arrays.copyOf(one, to + other.length - from);
        System.arraycopy(other, from, joined, to, other.length - from);
        return joined;
    }
}
