package stator.operation.protocol;

/**
 * What is wrong with an attribute value, in the words of either {@link ValidationLayer}.
 *
 * @param attribute the name of the outermost attribute in which it was found, or empty
 */
record ValueProblem(ValueError error, String current, String older, String attribute) {
    /** A problem that both layers word alike. */
    static ValueProblem of(ValueError error, String message) {
        return new ValueProblem(error, message, message, "");
    }

    /** The same, found in that attribute. */
    ValueProblem in(String name) {
        return new ValueProblem(error, current, older, name);
    }

    /** Which of several problems in one item AWS reports: the lowest, and of those the first. */
    int rank() {
        return switch (error) {
            case ATTRIBUTE_NAME -> 0;
            case NESTING -> 1;
            case EMPTY, SEVERAL_TYPES, NULL_FALSE, EMPTY_SET, DUPLICATE_IN_SET, NUMBER -> 2;
        };
    }
}
