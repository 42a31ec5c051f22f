package stator.lambda.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import stator.lambda.neighbour.FunctionLog;

/**
 * What a process is started with. Two equal keys mean that one process can serve for both.
 *
 * @param key of the code and the configuration together; it changes with every update
 * @param owner the ARN of the function and its version
 * @param function the name
 * @param version such as {@code $LATEST}
 * @param code the folder with the unpacked code
 * @param layers their folders, the first the function names first
 * @param environment what the function's owner wants in it
 * @param ephemeralMegabytes how much a function may write to its /tmp
 * @param log where its output goes
 */
public record Program(
        String key,
        String owner,
        String function,
        String version,
        String account,
        String region,
        RuntimeName runtime,
        String handler,
        String role,
        int memoryMegabytes,
        int ephemeralMegabytes,
        Duration timeout,
        Path code,
        List<Path> layers,
        Map<String, String> environment,
        String logGroup,
        FunctionLog log) {
    public Program {
        layers = List.copyOf(layers);
        environment = Map.copyOf(environment);
        if (timeout.isNegative() || timeout.isZero() || memoryMegabytes <= 0) {
            throw new IllegalArgumentException("a program without time or memory: " + owner);
        }
    }
}
