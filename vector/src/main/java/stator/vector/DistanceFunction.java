package stator.vector;

/**
 * How alike two vectors are; the names are the API's.
 *
 * <p>Elements are 32-bit floats, sums and scores are 64-bit, and a score stays within the range of
 * 32 bits: products that overflow a float cancel out, and a distance that is too large is the
 * largest float (captured from the service: eu-west-2 and us-east-1, August 2026, published by the
 * nubo-db/dynoxide project).
 */
public enum DistanceFunction {
    /** One minus the cosine of the angle: 0 for the same direction, 2 for the opposite one. */
    COSINE(true) {
        @Override
        double score(double dot, double one, double other) {
            // The root of the product, and not the product of the roots: for a vector and itself
            // it is exact.
            double lengths = Math.sqrt(one * other);
            return lengths == 0 ? 1 : Math.clamp(1 - dot / lengths, 0, 2);
        }
    },
    /** The scalar product, of which more is nearer. */
    DOT_PRODUCT(false) {
        @Override
        double score(double dot, double one, double other) {
            return dot;
        }
    },
    /** The length of the difference. */
    EUCLIDEAN(true) {
        @Override
        double score(double dot, double one, double other) {
            throw new IllegalStateException("A difference is not made of scalar products");
        }

        @Override
        double score(float[] query, double querySquare, float[] row, double rowSquare) {
            return Math.sqrt(squaredDistance(query, row));
        }
    };

    private final boolean lessIsNearer;

    DistanceFunction(boolean lessIsNearer) {
        this.lessIsNearer = lessIsNearer;
    }

    /** Whether a smaller score is nearer. */
    public boolean lessIsNearer() {
        return lessIsNearer;
    }

    /** The score of two vectors of the same length. */
    public double score(float[] one, float[] other) {
        return saturated(score(one, square(one), other, square(other)));
    }

    abstract double score(double dot, double one, double other);

    /** The score of two vectors whose scalar products with themselves are known. */
    double score(float[] query, double querySquare, float[] row, double rowSquare) {
        return score(dot(query, row), querySquare, rowSquare);
    }

    /** A number by which rows are sorted: the nearest have the smallest. */
    double rank(double score) {
        return lessIsNearer ? score : -score;
    }

    /** The score within the range of 32 bits. */
    static double saturated(double score) {
        return Math.clamp(score, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /** The scalar product of a vector with itself. */
    static double square(float[] vector) {
        return dot(vector, vector);
    }

    /** Four sums, so that no addition waits for the one before it. */
    static double dot(float[] one, float[] other) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int length = one.length;
        int i = 0;
        for (; i <= length - 4; i += 4) {
            a += (double) one[i] * other[i];
            b += (double) one[i + 1] * other[i + 1];
            c += (double) one[i + 2] * other[i + 2];
            d += (double) one[i + 3] * other[i + 3];
        }
        for (; i < length; i++) {
            a += (double) one[i] * other[i];
        }
        return (a + b) + (c + d);
    }

    private static double squaredDistance(float[] one, float[] other) {
        double a = 0;
        double b = 0;
        int length = one.length;
        int i = 0;
        for (; i <= length - 2; i += 2) {
            double first = (double) one[i] - other[i];
            double second = (double) one[i + 1] - other[i + 1];
            a += first * first;
            b += second * second;
        }
        if (i < length) {
            double last = (double) one[i] - other[i];
            a += last * last;
        }
        return a + b;
    }
}
