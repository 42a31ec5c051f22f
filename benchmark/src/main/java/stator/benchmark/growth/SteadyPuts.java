package stator.benchmark.growth;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import stator.benchmark.load.Latencies;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.load.LoadLoop;

/**
 * Users that write to the table all the time, far less than the server could take, so that what
 * they wait for is somebody else's work.
 */
final class SteadyPuts {
    /** Enough that a put is late because of the server, and not because too few could call. */
    private static final int CONNECTIONS = 32;

    private final Gauge gauge;
    private final GrowthData data;
    private final double perSecond;

    SteadyPuts(Gauge gauge, GrowthData data, double perSecond) {
        this.gauge = gauge;
        this.data = data;
        this.perSecond = perSecond;
    }

    /**
     * What the puts took while something was done, and for as long as a measurement has to be: some
     * puts are needed to tell what one in a hundred of them takes.
     */
    Latencies during(GrowthServer.Work work) throws IOException, InterruptedException {
        GrowthWorkload kind = GrowthWorkload.PUT;
        try (LoadLoop loop = gauge.connect(kind.over(data), kind.requests(data), CONNECTIONS)) {
            AtomicBoolean enough = new AtomicBoolean();
            FutureTask<Latencies> puts =
                    new FutureTask<>(() -> loop.runSteadily(perSecond, enough::get));
            Thread thread = Thread.ofPlatform().start(puts);
            long start = System.nanoTime();
            try {
                work.run();
                double past = (System.nanoTime() - start) / 1e9;
                Thread.sleep((long) (1000 * Math.max(0, gauge.seconds() - past)));
            } finally {
                enough.set(true);
                thread.join();
            }
            return puts.get();
        } catch (ExecutionException e) {
            throw new LoadFailure("the puts beside: " + e.getCause().getMessage(), e);
        }
    }
}
