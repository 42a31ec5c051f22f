package stator.vector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The nearest of what is offered, in any order: at most a certain number. Of equal scores the
 * smaller elements are kept, so that the result does not depend on the order of the offers.
 *
 * @param <E> what was found
 */
public final class Nearest<E> {
    private final DistanceFunction distance;
    private final int count;
    private final Comparator<Found<E>> order;

    /** The farthest first. */
    private final PriorityQueue<Found<E>> found;

    /** Something at a score. */
    public record Found<E>(E element, double score) {}

    /** Nothing yet. */
    public Nearest(DistanceFunction distance, int count, Comparator<? super E> ties) {
        this.distance = distance;
        this.count = count;
        order =
                Comparator.<Found<E>>comparingDouble(f -> distance.rank(f.score()))
                        .thenComparing(Found::element, ties);
        found = new PriorityQueue<>(count + 1, order.reversed());
    }

    /** Whether something at that score could still be kept. */
    public boolean accepts(double score) {
        return found.size() < count || distance.rank(score) <= distance.rank(found.peek().score());
    }

    /** Keeps it, if it is among the nearest so far. */
    public void offer(E element, double score) {
        if (accepts(score)) {
            found.add(new Found<>(element, score));
            if (found.size() > count) {
                found.poll();
            }
        }
    }

    /** The nearest first. */
    public List<Found<E>> inOrder() {
        List<Found<E>> sorted = new ArrayList<>(found);
        sorted.sort(order);
        return sorted;
    }
}
