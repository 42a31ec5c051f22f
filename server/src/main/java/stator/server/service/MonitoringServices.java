package stator.server.service;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import stator.autoscaling.AutoScalingService;
import stator.cloudwatch.CloudWatchService;
import stator.database.Database;
import stator.door.Authorizer;
import stator.door.Nameplate;
import stator.lambda.neighbour.FunctionMeter;
import stator.logs.LogsService;
import stator.logs.store.LogStore;
import stator.operation.Operations;
import stator.storage.Store;

/** The services that watch what tables and functions do: logs, metrics, auto scaling. */
public final class MonitoringServices implements AutoCloseable {
    private final Logs logs;
    private final AutoScaling scaling;
    private final CloudWatch metrics;
    private final Clock clock;

    /** Guarded by this; null until a function does anything, or somebody asks. */
    private FunctionUsage functions;

    /**
     * @param logBytesMax from which size on the oldest events are deleted
     * @param scalingMinute how long a minute of auto scaling takes
     */
    public MonitoringServices(
            Store store,
            Database database,
            Operations operations,
            long logBytesMax,
            Duration scalingMinute,
            Clock clock,
            RandomGenerator random) {
        logs = new Logs(store, logBytesMax, clock, random);
        scaling = new AutoScaling(store, database, operations, scalingMinute, clock, random);
        this.clock = clock;
        metrics =
                new CloudWatch(
                        store,
                        database,
                        operations,
                        (first, last, receiver) -> functionUsage().collect(first, last, receiver),
                        clock,
                        random);
    }

    /** By what their requests are recognised. */
    public List<Nameplate> nameplates(Authorizer authorizer) {
        return List.of(
                LogsService.nameplate(() -> logs.service(authorizer)),
                CloudWatchService.nameplate(() -> metrics.service(authorizer)),
                AutoScalingService.nameplate(() -> scaling.service(authorizer)));
    }

    /** What is logged in this server. */
    public LogStore logs() {
        return logs.store();
    }

    /** Counts what functions do. */
    public FunctionMeter functionMeter() {
        return FunctionUsage.asMeter(functionUsage());
    }

    private synchronized FunctionUsage functionUsage() {
        if (functions == null) {
            functions = new FunctionUsage(clock);
        }
        return functions;
    }

    /** Goes on with what was begun before the server started. */
    public void resume() {
        scaling.resume();
        metrics.resume();
    }

    @Override
    public void close() {
        scaling.close();
        metrics.close();
        logs.close();
    }
}
