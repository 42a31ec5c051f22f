package stator.door.caller;

import stator.door.AuthenticationException;
import stator.door.Authenticator;
import stator.door.Request;

/**
 * Lets in everybody whose signature has the right form, and tells who would not be let in if the
 * signature was verified. Whoever is let in like that may do what the root of its account may.
 */
public final class WarnedCallers implements Authenticator {
    private final Authenticator believing;
    private final Authenticator verifying;
    private final DenialLog denials;

    /** Believes as one, and warns as the other says. */
    public WarnedCallers(Authenticator believing, Authenticator verifying, DenialLog denials) {
        this.believing = believing;
        this.verifying = verifying;
        this.denials = denials;
    }

    @Override
    public Admission authenticate(Request request, String scope) {
        Admission believed = believing.authenticate(request, scope);
        try {
            return verifying.authenticate(request, scope);
        } catch (AuthenticationException refusal) {
            String message = refusal.getMessage();
            String caller = believed.principal().arn();
            String action = scope + ":" + refusal.failure();
            denials.note("signature", scope, caller, action, message, false);
            return new Admission(believed.principal(), message);
        }
    }
}
