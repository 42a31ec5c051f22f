package stator.operation.request;

/**
 * A request that breaks one of the {@linkplain RequestRule rules} for which AWS's envelope depends
 * on the operation. The message is AWS's, without the envelope.
 */
public final class InvalidRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RequestRule rule;

    public InvalidRequestException(RequestRule rule, String message) {
        super(message, null, false, false);
        this.rule = rule;
    }

    /** The rule it breaks. */
    RequestRule rule() {
        return rule;
    }
}
