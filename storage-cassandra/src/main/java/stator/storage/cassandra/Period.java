package stator.storage.cassandra;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Some commits of about a second, whose sums go into the counters together. See {@link Counters}.
 */
final class Period {
    private final long number;

    /** Rows with a hint in this period. */
    private final Set<RowPlace> hinted = ConcurrentHashMap.newKeySet();

    /** Rows that carry a tally and nothing else. */
    private final Set<RowPlace> dead = ConcurrentHashMap.newKeySet();

    /** Commits whose end is not known yet. Guarded by {@code this}. */
    private int underWay;

    /** Guarded by {@code this}. */
    private Tally.Part sum = Tally.Part.NONE;

    Period(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    synchronized void enter() {
        underWay++;
    }

    synchronized void leave() {
        assert underWay > 0 : "nobody is in period " + number;
        underWay--;
    }

    synchronized void add(Tally.Part added) {
        assert underWay > 0 : "period " + number + " may be counted already";
        sum = sum.plus(added);
    }

    synchronized boolean isOver() {
        return underWay == 0;
    }

    synchronized Tally.Part sum() {
        return sum;
    }

    Set<RowPlace> hinted() {
        return hinted;
    }

    Set<RowPlace> dead() {
        return dead;
    }

    boolean isEmpty() {
        return hinted.isEmpty() && isOver();
    }
}
