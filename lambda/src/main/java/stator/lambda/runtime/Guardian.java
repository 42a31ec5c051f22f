package stator.lambda.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A shell that outlives this server by a moment: it knows the process groups of all functions, and
 * ends them when the pipe to it breaks. The kernel ends a function's first process with the server;
 * what that process has started it does not.
 *
 * <p>Thread-safe. Whoever starts it has groups: where processes lead none, there is no guardian.
 */
final class Guardian implements AutoCloseable {
    private static final String SCRIPT =
            """
            groups=
            while read -r word group; do
                left=
                for one in $groups; do
                    [ "$one" = "$group" ] || left="$left $one"
                done
                groups=$left
                [ "$word" = - ] || groups="$groups $group"
            done
            for one in $groups; do
                kill -s KILL -- "-$one" 2>/dev/null
            done
            """;

    private final Process shell;
    private final OutputStream pipe;

    private Guardian(Process shell) {
        this.shell = shell;
        pipe = shell.getOutputStream();
    }

    /** Starts it in a session of its own, so that nobody ends it with the server. */
    static Guardian start() {
        try {
            return new Guardian(
                    new ProcessBuilder("/usr/bin/setsid", "/bin/sh", "-c", SCRIPT)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A group that ends with the server. */
    void add(long group) {
        tell("+ " + group + "\n");
    }

    /** A group that has ended. */
    void remove(long group) {
        tell("- " + group + "\n");
    }

    private synchronized void tell(String line) {
        try {
            pipe.write(line.getBytes(StandardCharsets.US_ASCII));
            pipe.flush();
        } catch (IOException e) {
            // Somebody ended it. Functions end with the server all the same, but for their
            // children.
        }
    }

    /** Ends what is left of the groups, and it. */
    @Override
    public synchronized void close() {
        try {
            pipe.close();
            shell.waitFor();
        } catch (IOException e) {
            shell.destroyForcibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
