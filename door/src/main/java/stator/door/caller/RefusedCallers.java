package stator.door.caller;

import java.time.Clock;
import stator.door.AuthenticationException;
import stator.door.AuthenticationException.Failure;
import stator.door.Authenticator;
import stator.door.Request;

/** Notes whom another one refuses, and tells those who fail too often no more than that. */
public final class RefusedCallers implements Authenticator {
    private static final String CREDENTIAL = "Credential=";
    private static final int KEY_LENGTH_MAX = 128;

    private final Authenticator verifying;
    private final DenialLog denials;
    private final FailedSignatures failed;

    /** Refuses whom {@code verifying} refuses. */
    public RefusedCallers(Authenticator verifying, DenialLog denials, Clock clock) {
        this.verifying = verifying;
        this.denials = denials;
        failed = new FailedSignatures(clock);
    }

    @Override
    public Admission authenticate(Request request, String scope) {
        try {
            return verifying.authenticate(request, scope);
        } catch (AuthenticationException refusal) {
            String caller = request.source().getHostAddress();
            String action = scope + ":" + refusal.failure();
            denials.note("signature", scope, caller, action, refusal.getMessage(), true);
            boolean isTooMany =
                    refusal.failure() != Failure.MISSING
                            && failed.isTooMany(caller, claimedKey(request));
            throw isTooMany
                    ? new AuthenticationException(Failure.TOO_MANY, "Rate exceeded")
                    : refusal;
        }
    }

    /** The access key that a request names; empty if it names none in a header or a query. */
    private static String claimedKey(Request request) {
        String claim = request.header("authorization").orElse(request.uri());
        int start = claim.indexOf(CREDENTIAL);
        if (start < 0) {
            return "";
        }
        int begin = start + CREDENTIAL.length();
        int end = begin;
        while (end < claim.length()
                && end - begin < KEY_LENGTH_MAX
                && Character.isLetterOrDigit(claim.charAt(end))) {
            end++;
        }
        return claim.substring(begin, end);
    }
}
