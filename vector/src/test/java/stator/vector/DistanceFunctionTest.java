package stator.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.vector.DistanceFunction.COSINE;
import static stator.vector.DistanceFunction.DOT_PRODUCT;
import static stator.vector.DistanceFunction.EUCLIDEAN;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The scores that the service was seen to give (nubo-db/dynoxide, August 2026), and a naive sum.
 */
final class DistanceFunctionTest {
    private static final float[] UNIT = {1, 0, 0};
    private static final float[] OPPOSITE = {-1, 0, 0};
    private static final float[] ACROSS = {0, 1, 0};
    private static final float[] ZERO = {0, 0, 0};
    private static final float HUGE = 3.4e38f;

    @Test
    void scoresOfTheFourDirections() {
        assertEquals(0, COSINE.score(UNIT, UNIT));
        assertEquals(1, COSINE.score(UNIT, ACROSS));
        assertEquals(2, COSINE.score(UNIT, OPPOSITE));
        assertEquals(0, EUCLIDEAN.score(UNIT, UNIT));
        assertEquals(Math.sqrt(2), EUCLIDEAN.score(UNIT, ACROSS));
        assertEquals(2, EUCLIDEAN.score(UNIT, OPPOSITE));
        assertEquals(1, DOT_PRODUCT.score(UNIT, UNIT));
        assertEquals(0, DOT_PRODUCT.score(UNIT, ACROSS));
        assertEquals(-1, DOT_PRODUCT.score(UNIT, OPPOSITE));
    }

    @Test
    void aVectorWithoutALengthIsAcrossToEveryOther() {
        assertEquals(1, COSINE.score(ZERO, ZERO));
        assertEquals(1, COSINE.score(UNIT, ZERO));
    }

    @Test
    void whatOverflowsAFloatCancelsOut() {
        assertEquals(0, DOT_PRODUCT.score(new float[] {HUGE, HUGE}, new float[] {HUGE, -HUGE}));
    }

    @Test
    void aScoreStaysInTheRangeOfFloats() {
        float[] far = {-HUGE, 0, 0};
        float[] near = {HUGE, 0, 0};
        assertEquals(Float.MAX_VALUE, EUCLIDEAN.score(near, far));
        assertEquals(-Float.MAX_VALUE, DOT_PRODUCT.score(near, far));
    }

    @Test
    void tinyVectorsHaveADirection() {
        float[] tiny = {1e-23f, 0, 0};
        assertEquals(0, COSINE.score(tiny, tiny));
    }

    @Test
    void aVectorIsAtNoDistanceFromItself() {
        Random random = new Random(1);
        for (int length = 1; length < 40; length++) {
            float[] vector = random(random, length);
            assertEquals(0, COSINE.score(vector, vector));
            assertEquals(0, EUCLIDEAN.score(vector, vector));
        }
    }

    @Test
    void everyElementCounts() {
        Random random = new Random(2);
        for (int length = 1; length < 40; length++) {
            float[] one = random(random, length);
            float[] other = random(random, length);
            double dot = 0;
            double square = 0;
            for (int i = 0; i < length; i++) {
                dot += (double) one[i] * other[i];
                square += Math.pow((double) one[i] - other[i], 2);
            }
            assertEquals(dot, DOT_PRODUCT.score(one, other), 1e-12);
            assertEquals(Math.sqrt(square), EUCLIDEAN.score(one, other), 1e-12);
        }
    }

    private static float[] random(Random random, int length) {
        float[] vector = new float[length];
        for (int i = 0; i < length; i++) {
            vector[i] = random.nextFloat() - 0.5f;
        }
        return vector;
    }
}
