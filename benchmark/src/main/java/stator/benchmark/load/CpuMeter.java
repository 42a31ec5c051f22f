package stator.benchmark.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tells from /proc who used the processors during a round: the server, the harness, or others,
 * whose work makes the round worthless.
 */
public final class CpuMeter {
    private static final Path PROC_STAT = Path.of("/proc/stat");
    private static final int IDLE_COLUMN = 4;
    private static final int IO_WAIT_COLUMN = 5;
    private static final int STEAL_COLUMN = 8;
    private static final double TICKS_PER_SECOND = 100;

    private final Endpoint endpoint;
    private final List<Endpoint> all;
    private final long startNanos = System.nanoTime();
    private final Duration endpointStart;
    private final Duration clientStart;
    private final Duration allStart;
    private final double machineStart;

    /** Starts measuring for {@code endpoint}; {@code all} are those whose CPU is not foreign. */
    public CpuMeter(Endpoint endpoint, List<Endpoint> all) throws IOException {
        this.endpoint = endpoint;
        this.all = all;
        this.machineStart = machineBusySeconds();
        this.endpointStart = endpoint.cpuTime().orElse(Duration.ZERO);
        this.allStart = cpuOfAll();
        this.clientStart = cpuOfClient();
    }

    public record Usage(double serverSeconds, double clientSeconds, double foreignFraction) {}

    /** {@code foreignFraction} is of the whole machine, and 0 where it cannot be told. */
    public Usage stop() throws IOException {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        double client = seconds(cpuOfClient().minus(clientStart));
        double own = client + seconds(cpuOfAll().minus(allStart));
        double server = seconds(endpoint.cpuTime().orElse(Duration.ZERO).minus(endpointStart));
        double machine = machineBusySeconds() - machineStart;
        boolean ownKnown = all.stream().allMatch(one -> one.cpuTime().isPresent());
        double processors = Runtime.getRuntime().availableProcessors();
        double foreign = ownKnown ? Math.max(0, machine - own) / (seconds * processors) : 0;
        return new Usage(server, client, foreign);
    }

    private Duration cpuOfAll() {
        return all.stream()
                .map(Endpoint::cpuTime)
                .flatMap(Optional::stream)
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration cpuOfClient() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Time stolen by the hypervisor counts as busy: it is lost to the round. */
    private static double machineBusySeconds() throws IOException {
        if (!Files.exists(PROC_STAT)) {
            return 0;
        }
        String[] columns = Files.readAllLines(PROC_STAT).getFirst().split(" +");
        long ticks = 0;
        for (int column = 1; column <= STEAL_COLUMN; column++) {
            if (column != IDLE_COLUMN && column != IO_WAIT_COLUMN) {
                ticks += Long.parseLong(columns[column]);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }
}
