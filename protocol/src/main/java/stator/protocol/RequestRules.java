package stator.protocol;

/**
 * What the reader has to know of an operation beyond the shape of its request: which layer of AWS
 * checks it, and where that deviates from the model's constraints. Operations implement it, so that
 * each such fact stands with its operation.
 */
public interface RequestRules {
    /** AWS's name of the operation, which is also that of its shape. */
    String name();

    /** Which of AWS's layers checks requests that are complete. */
    default ValidationLayer layer() {
        return ValidationLayer.OLDER;
    }

    /**
     * Whether the current layer puts a single problem into the envelope {@code "1 validation error
     * detected: "} even where the other operations have the bare sentence.
     */
    default boolean isEnveloped() {
        return false;
    }

    /**
     * Throws what is reported alone, before the other constraints. Called if the request is checked
     * by the operation's own {@link #layer()}.
     *
     * @param request whose required members may be missing in the older layer
     */
    default void checkAlone(Struct request) {}

    /** Whether the current layer reports a wrong {@code ReturnValues} alone. */
    default boolean reportsReturnValuesAlone() {
        return false;
    }

    /** Whether wrong keys of maps are reported only if nothing else is wrong. */
    default boolean reportsMapKeysLast() {
        return false;
    }

    /** Most levels of maps and lists in a value of an expression. */
    default int operandLevelsMax() {
        return DocumentReader.NESTING_LEVELS_MAX;
    }

    /** The rules of an operation that follows the model and the older layer. */
    static RequestRules ofModel(String name) {
        return () -> name;
    }
}
