package stator.fuzz;

import java.nio.charset.StandardCharsets;
import stator.model.ApiException;
import stator.operation.partiql.Parser;

/** PartiQL. */
public final class StatementFuzz {
    private StatementFuzz() {}

    /** Fails for anything but a statement or an error in the client's words. */
    public static void fuzzerTestOneInput(byte[] input) {
        try {
            Parser.parse(new String(input, StandardCharsets.UTF_8));
        } catch (ApiException refused) {
            Checks.hasMessage(refused);
        }
    }
}
