package stator.tool;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a command reads and writes.
 *
 * @param out for results, which a program may read
 * @param err for progress and problems, which people read
 * @param interactive whether {@code err} is a screen, on which a line can be written again, and
 *     somebody sits before it who can answer
 */
public record Terminal(InputStream in, PrintStream out, PrintStream err, boolean interactive) {
    /** The start script looks, because Java cannot tell which of the streams are a screen. */
    private static final String PROPERTY = "stator.terminal";

    /** That of this process. */
    public static Terminal ofProcess() {
        return new Terminal(System.in, System.out, System.err, Boolean.getBoolean(PROPERTY));
    }
}
