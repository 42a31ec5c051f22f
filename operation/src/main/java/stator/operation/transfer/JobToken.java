package stator.operation.transfer;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import stator.model.ApiException;
import stator.protocol.Struct;

/**
 * The token between two pages of a list of exports, imports or bulk operations: in hexadecimal, as
 * long as the model wants it, whose list it is and the id after which to go on.
 */
final class JobToken {
    /** The least length that the model allows, of which each 16 digits are one unit. */
    private static final int BYTES = 56;

    private JobToken() {}

    static String of(String operation, String id) {
        String text = "%-56s".formatted(operation + " " + id);
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The id after which to go on; empty to begin. */
    static String read(String operation, Struct request) {
        if (!request.has("NextToken")) {
            return "";
        }
        String token = request.string("NextToken");
        try {
            String text =
                    new String(HexFormat.of().parseHex(token), StandardCharsets.US_ASCII).strip();
            if (token.length() == 2 * BYTES && text.startsWith(operation + " ")) {
                return text.substring(operation.length() + 1);
            }
        } catch (IllegalArgumentException e) {
            // Told like any other token that is not of this list.
        }
        throw ApiException.validation("Invalid Request: Provided nextToken is invalid: " + token);
    }
}
