package stator.door.caller;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Function;
import stator.door.Authenticator.Admission;
import stator.door.FormAuthenticator;
import stator.identity.Principal;

/** Believes every form, whoever signed it, and those that nobody did. */
public final class BelievedForms implements FormAuthenticator {
    private final Function<SignedPolicy, Principal> signer;

    private BelievedForms(Function<SignedPolicy, Principal> signer) {
        this.signer = signer;
    }

    /** Whoever sends a form is the root of the account that its key stands for. */
    public static BelievedForms byKey() {
        return new BelievedForms(policy ->
                Principal.root(
                        Principal.accountOf(policy.accessKey()),
                        policy.region().isEmpty() ? SignatureForm.HOME_REGION : policy.region()));
    }

    /** Whoever sends a form is the same caller. */
    public static BelievedForms of(Principal everybody) {
        return new BelievedForms(policy -> everybody);
    }

    @Override
    public Admission authenticate(SignedPolicy policy, InetAddress source) {
        return Admission.of(signer.apply(policy).at(source));
    }

    @Override
    public Optional<Principal> unsigned(InetAddress source) {
        SignedPolicy nobody = new SignedPolicy("", 2, "", "", "", "", "");
        return Optional.of(signer.apply(nobody).at(source));
    }
}
