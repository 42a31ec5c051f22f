package stator.operation;

/**
 * Tells from the bytes of a request, without reading them as JSON, that it asks for nothing that
 * takes long: some bytes stand in every expression that does. It errs on the side of caution, for
 * then a thread is changed in vain, and nothing else.
 */
final class BodyGlance {
    /** What is looked for: every member that holds an expression has it in its name. */
    private static final byte[] EXPRESSION = {
        'E', 'x', 'p', 'r', 'e', 's', 's', 'i', 'o', 'n', '"'
    };

    /** A function looks at a whole item, in less than a millisecond. */
    private static final int FUNCTIONS_MAX = 5;

    /** A comparison or an assignment seldom looks at more than a few bytes. */
    private static final int COMPARISONS_MAX = 30;

    private BodyGlance() {}

    static boolean mayAskForLongWork(byte[] body) {
        int length = body.length;
        boolean expression = false;
        int functions = 0;
        int comparisons = 0;
        for (int at = 0; at < length; at++) {
            switch (body[at]) {
                case '(' -> functions++;
                case '=', '<', '>', '[' -> comparisons++;
                // An escape can write each of these bytes and those of the name.
                case '\\' -> {
                    if (at + 1 < length && body[at + 1] == 'u') {
                        return true;
                    }
                }
                case 'E' -> expression |= isExpression(body, at, length);
                default -> {}
            }
        }
        return expression && (functions > FUNCTIONS_MAX || comparisons > COMPARISONS_MAX);
    }

    private static boolean isExpression(byte[] body, int at, int length) {
        if (length - at < EXPRESSION.length) {
            return false;
        }
        for (int i = 0; i < EXPRESSION.length; i++) {
            if (body[at + i] != EXPRESSION[i]) {
                return false;
            }
        }
        return true;
    }
}
