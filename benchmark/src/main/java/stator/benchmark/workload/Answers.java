package stator.benchmark.workload;

/**
 * Looks at the JSON of answers without parsing it: what the workloads share to tell a right answer
 * from a wrong one.
 */
public final class Answers {
    private Answers() {}

    public static String requireAll(String answer, String... parts) {
        for (String part : parts) {
            if (!answer.contains(part)) {
                return "expected " + part;
            }
        }
        return "";
    }

    static String requireEqual(String answer, String expected) {
        return answer.equals(expected) ? "" : "expected " + expected;
    }

    /** How many times an answer has a part. */
    public static int count(String answer, String part) {
        int count = 0;
        for (int at = answer.indexOf(part);
                at >= 0;
                at = answer.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}
