package stator.iam.query;

import java.util.List;
import java.util.Optional;
import stator.identity.Principal;

/**
 * A call whose members have passed the constraints of the model.
 *
 * @param action its name
 */
public record QueryCall(String action, Parameters parameters, Principal principal) {
    /** A text that need not be there. */
    public Optional<String> text(String name) {
        return parameters.text(name);
    }

    /** A text that the model requires. */
    public String required(String name) {
        return parameters.required(name);
    }

    /** A list of texts; empty if it is not there. */
    public List<String> texts(String name) {
        return parameters.texts(name);
    }

    /** Whose call it is. */
    public String account() {
        return principal.account();
    }
}
