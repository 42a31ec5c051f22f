package stator.iam.query;

import stator.door.Request;
import stator.identity.Principal;
import stator.identity.account.Identities;

/**
 * Who calls, when the door believes everybody: the one whose key the request was signed with, if
 * that is known, so that a user is shown as itself also while signatures are not verified.
 */
final class SignedCaller {
    private static final String CREDENTIAL = "Credential=";

    private final Identities identities;

    SignedCaller(Identities identities) {
        this.identities = identities;
    }

    /** The caller; as the door says, if it has looked or nobody knows the key. */
    Principal of(Request request, Principal principal) {
        if (!principal.accessKey().isEmpty()) {
            return principal;
        }
        String header = request.header("authorization").orElse("");
        int start = header.indexOf(CREDENTIAL) + CREDENTIAL.length();
        int end = header.indexOf('/', start);
        if (start < CREDENTIAL.length() || end < 0) {
            return principal;
        }
        String token = request.header("x-amz-security-token").orElse("");
        return identities
                .find(header.substring(start, end), token)
                .map(key -> key.principal(principal.region(), request.source()))
                .orElse(principal);
    }
}
