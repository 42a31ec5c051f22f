package stator.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How functions are run.
 *
 * @param refusal why functions may not be run, in words for people; empty if they may
 * @param folder for unpacked code and temporary files, which is the service's alone
 * @param javaRuntime the folder with the jars of AWS's runtime interface client for Java
 * @param processesMax how many processes of functions there may be at once
 * @param idle after how long without an invocation a process ends
 * @param retryPause before the first retry of an event; the second waits twice as long
 */
public record LambdaSettings(
        Optional<String> refusal,
        Path folder,
        Path javaRuntime,
        int processesMax,
        Duration idle,
        Duration retryPause) {
    /** Enough for tests that run many at once. */
    public static final int PROCESSES_MAX = 64;

    /** About what AWS does. */
    public static final Duration IDLE = Duration.ofMinutes(5);

    /** As AWS waits. */
    public static final Duration RETRY_PAUSE = Duration.ofMinutes(1);
}
