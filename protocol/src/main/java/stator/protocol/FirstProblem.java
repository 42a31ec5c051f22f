package stator.protocol;

/** Which of several problems in one item or value AWS reports: by their kind, then the first. */
final class FirstProblem {
    private static final int RANK_NAME = 0;
    private static final int RANK_NESTING = 1;
    private static final int RANK_OTHER = 2;

    private ValueProblem found;

    /** The rank of {@link #found}. */
    private int rank;

    /**
     * Items tell of nesting before most other problems, single values, such as the parameters of a
     * statement, of what comes first (captures of the dynamodb-conformance suite, October 2026).
     */
    private int rankOfNesting = RANK_NESTING;

    /** An item is read next. */
    void startItem() {
        rankOfNesting = RANK_NESTING;
        found = null;
    }

    /** A single value is read next. */
    void startValue() {
        rankOfNesting = RANK_OTHER;
        found = null;
    }

    /** What is reported, or null. */
    ValueProblem found() {
        return found;
    }

    /** Something is wrong. */
    void report(ValueProblem problem) {
        report(problem, RANK_OTHER);
    }

    /** A name is wrong, of an attribute on that level; those of the item itself come first. */
    void reportName(ValueProblem problem, int level) {
        report(problem, level == 1 ? RANK_NAME : RANK_OTHER);
    }

    /** Something lies too deep. */
    void reportNesting(ValueProblem problem) {
        report(problem, rankOfNesting);
    }

    /** What was found lies in the attribute of that name. */
    void isIn(String attribute) {
        found = found.in(attribute);
    }

    private void report(ValueProblem problem, int problemRank) {
        if (found == null || problemRank < rank) {
            found = problem;
            rank = problemRank;
        }
    }
}
