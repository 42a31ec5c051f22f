package stator.fuzz;

import java.nio.charset.StandardCharsets;
import stator.logs.pattern.FilterPattern;
import stator.logs.pattern.InvalidPatternException;

/** Filter patterns of CloudWatch Logs: the pattern, and in the next line an event. */
public final class LogPatternFuzz {
    private LogPatternFuzz() {}

    /** Fails for anything but a match, none, or an error in the client's words. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] lines = new String(input, StandardCharsets.UTF_8).split("\n", 2);
        try {
            FilterPattern pattern = FilterPattern.parse(lines[0]);
            pattern.match("");
            pattern.match(lines.length == 2 ? lines[1] : lines[0]);
        } catch (InvalidPatternException refused) {
            Checks.hasMessage(refused);
        }
    }
}
