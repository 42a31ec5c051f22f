package stator.identity.policy;

/** A text is no policy; the message is what AWS says then ({@code MalformedPolicyDocument}). */
public final class MalformedPolicyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedPolicyException(String message) {
        super(message, null, false, false);
    }
}
