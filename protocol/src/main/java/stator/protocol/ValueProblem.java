package stator.protocol;

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
}
