package stator.cloudwatch.wire;

import java.util.Arrays;
import stator.fuzz.Checks;

/** CBOR, and forms with members in them; the first byte says which. */
public final class WireFuzz {
    private WireFuzz() {}

    /** Fails for anything but a value or an error in the client's words. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        try {
            if ((input[0] & 1) == 0) {
                CborReader.read(body);
            } else {
                FormReader.read(body);
            }
        } catch (WireException refused) {
            Checks.hasMessage(refused);
        }
    }
}
