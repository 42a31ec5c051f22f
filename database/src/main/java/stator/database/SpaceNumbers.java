package stator.database;

/** Gives numbers to new spaces; none is ever given twice. Not for use by several threads. */
final class SpaceNumbers {
    private int next;

    SpaceNumbers(int next) {
        this.next = next;
    }

    /** A number that was never used. */
    int take() {
        return next++;
    }

    /** The first number that was never used. */
    int next() {
        return next;
    }
}
