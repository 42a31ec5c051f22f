package stator.lambda.runtime;

/** There are too many processes, and none became free in time. */
public final class NoProcessException extends Exception {
    private static final long serialVersionUID = 1L;
}
