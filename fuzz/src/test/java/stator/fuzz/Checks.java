package stator.fuzz;

/** What targets hold true of every input. */
public final class Checks {
    private Checks() {}

    /** A refusal tells the client something. */
    public static void hasMessage(Throwable refusal) {
        require(refusal.getMessage() != null, "a refusal without a word");
    }

    /** Fails the input. */
    public static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
