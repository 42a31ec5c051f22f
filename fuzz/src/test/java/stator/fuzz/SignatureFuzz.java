package stator.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import stator.identity.signature.RequestHeaders;
import stator.identity.signature.SignableRequest;
import stator.identity.signature.SignatureClaim;

/** What a request says about its signature: lines of a path with a query, and of headers. */
public final class SignatureFuzz {
    private SignatureFuzz() {}

    /** Fails for anything but a claim or none. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 40);
        RequestHeaders headers = new RequestHeaders();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon > 0) {
                headers.add(lines[i].substring(0, colon), lines[i].substring(colon + 1));
            }
        }
        int mark = lines[0].indexOf('?');
        String path = mark < 0 ? lines[0] : lines[0].substring(0, mark);
        String query = mark < 0 ? "" : lines[0].substring(mark + 1);
        Optional<SignatureClaim> claim =
                SignatureClaim.of(new SignableRequest("GET", path, query, headers));
        claim.ifPresent(found -> Checks.require(found.at() != null, "a claim without a time"));
    }
}
