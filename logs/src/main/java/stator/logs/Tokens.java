package stator.logs;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import stator.protocol.Struct;

/** The tokens by which lists go on; what they say is nobody else's business. */
final class Tokens {
    static final String NEXT = "nextToken";

    private Tokens() {}

    static String of(String position) {
        return of(position.getBytes(StandardCharsets.UTF_8));
    }

    static String of(byte[] position) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(position);
    }

    /** The position that a request's token says; empty without a token. */
    static String position(Struct request) {
        return new String(bytes(request), StandardCharsets.UTF_8);
    }

    static byte[] bytes(Struct request) {
        try {
            return Base64.getUrlDecoder().decode(request.string(NEXT, ""));
        } catch (IllegalArgumentException e) {
            throw LogsErrors.badToken();
        }
    }
}
