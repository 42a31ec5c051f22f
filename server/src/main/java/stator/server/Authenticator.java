package stator.server;

import stator.door.Request;
import stator.model.ApiException;

/**
 * Decides who is calling. The door for everything that will ever be said about identity: signature
 * verification and known keys stand behind it, and nothing else in the server looks at credentials.
 */
interface Authenticator {
    /**
     * The caller of a request.
     *
     * @throws ApiException what AWS answers when it does not accept the caller
     */
    Caller authenticate(Request request);
}
