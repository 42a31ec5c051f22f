package stator.door;

import stator.identity.Principal;

/**
 * Decides who is calling. The door for everything that will ever be said about identity: signature
 * verification and known keys stand behind it, and nothing else looks at credentials.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * Who was let in.
     *
     * @param warning why the caller would not have been let in by stricter rules; empty if it would
     */
    record Admission(Principal principal, String warning) {
        /** Of a caller that is accepted without reserve. */
        public static Admission of(Principal principal) {
            return new Admission(principal, "");
        }
    }

    /**
     * The caller of a request.
     *
     * @param scope the name that the service has in the scope of a signature
     * @throws AuthenticationException if the caller is not accepted
     */
    Admission authenticate(Request request, String scope);
}
