package stator.vector;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Numbers points, equal ones alike, from 0 on as they come. */
final class DistinctPoints {
    private final Map<Point, Integer> numbers = new HashMap<>();

    private record Point(float[] elements) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Point point && Arrays.equals(elements, point.elements);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(elements);
        }
    }

    int number(float[] point) {
        int next = numbers.size();
        Integer known = numbers.putIfAbsent(new Point(point), next);
        return known == null ? next : known;
    }
}
