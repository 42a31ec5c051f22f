package stator.door;

import stator.identity.Principal;

/**
 * Decides who is calling. The door for everything that will ever be said about identity: signature
 * verification and known keys stand behind it, and nothing else looks at credentials.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * The caller of a request.
     *
     * @param scope the name that the service has in the scope of a signature
     * @throws AuthenticationException if the caller is not accepted
     */
    Principal authenticate(Request request, String scope);
}
