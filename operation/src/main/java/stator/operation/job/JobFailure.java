package stator.operation.job;

/** A job cannot be done; its message is what is told of it. */
public final class JobFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** With the API's code for what is wrong. */
    public JobFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The API's FailureCode. */
    public String code() {
        return code;
    }
}
