package stator.server.security;

import java.time.Clock;
import java.time.Duration;
import stator.door.Authenticator;
import stator.door.Authorizer;
import stator.door.FormAuthenticator;
import stator.door.caller.AuthMode;
import stator.door.caller.BelievedForms;
import stator.door.caller.DenialLog;
import stator.door.caller.PolicyAuthorizer;
import stator.door.caller.RefusedCallers;
import stator.door.caller.SignatureForm;
import stator.door.caller.SignedForms;
import stator.door.caller.VerifiedSignatures;
import stator.door.caller.WarnedCallers;
import stator.identity.account.Identities;

/** How callers are looked at: who they are, and what they may do. */
public record Callers(
        Authenticator authenticator,
        FormAuthenticator forms,
        Authorizer authorizer,
        DenialLog denials) {
    /** Everybody is believed and may do everything. */
    public static Callers believed() {
        return new Callers(
                new SignatureForm(), BelievedForms.byKey(), Authorizer.PERMISSIVE, new DenialLog());
    }

    /**
     * Callers are looked at.
     *
     * @param mode not {@link AuthMode#OFF}
     * @param skew how far their clocks may be off
     */
    public static Callers known(AuthMode mode, Duration skew, Identities identities, Clock clock) {
        boolean refuses = mode == AuthMode.ENFORCE;
        DenialLog denials = new DenialLog();
        Authenticator verifying = new VerifiedSignatures(identities, clock, skew);
        return new Callers(
                refuses
                        ? new RefusedCallers(verifying, denials, clock)
                        : new WarnedCallers(new SignatureForm(), verifying, denials),
                new SignedForms(identities, refuses, denials, clock),
                new PolicyAuthorizer(identities, refuses, denials, clock),
                denials);
    }
}
