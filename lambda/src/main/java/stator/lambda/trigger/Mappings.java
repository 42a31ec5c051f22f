package stator.lambda.trigger;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import stator.database.Documents;
import stator.database.table.Namespace;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;
import stator.lambda.invoke.Destinations;
import stator.lambda.invoke.Invoker;
import stator.lambda.invoke.Meter;
import stator.lambda.neighbour.ChangeStreams;
import stator.lambda.neighbour.ChangeStreams.Shard;
import stator.lambda.neighbour.ChangeStreams.Stream;

/**
 * The event source mappings, and those at work. What is put outlives the server, and so does how
 * far each has come. Thread-safe; the lock guards what is at work.
 */
public final class Mappings implements AutoCloseable {
    /** Of documents. */
    public static final String KIND = "lambda-mapping";

    private static final String CHECKPOINTS = "lambda-checkpoint";
    private static final long PATIENCE_MILLIS = TimeUnit.SECONDS.toMillis(2);

    private final Shelf mappings;
    private final Shelf checkpoints;
    private final ChangeStreams streams;
    private final Invoker invoker;
    private final Destinations destinations;
    private final Meter meter;
    private final Clock clock;

    /** The last of each mapping, also one that was stopped: the next one waits for its end. */
    private final Map<String, MappingRun> runs = new HashMap<>();

    private final Map<String, MappingStatus> statuses = new HashMap<>();
    private boolean isClosed;

    public Mappings(
            Documents documents,
            ChangeStreams streams,
            Invoker invoker,
            Destinations destinations,
            Meter meter,
            Clock clock) {
        mappings = new Shelf(documents, KIND);
        checkpoints = new Shelf(documents, CHECKPOINTS);
        this.streams = streams;
        this.invoker = invoker;
        this.destinations = destinations;
        this.meter = meter;
        this.clock = clock;
    }

    /** Whether any mapping would work if it were there to. */
    public static boolean hasEnabled(Documents documents) {
        return new Shelf(documents, KIND)
                .all().stream().anyMatch(entry -> mapping(entry).isEnabled());
    }

    private static Mapping mapping(Shelf.Entry entry) {
        return new Mapping(entry.namespace(), entry.id(), entry.document());
    }

    /** Lets all work that are enabled. */
    public synchronized void resume() {
        forgetRemoved();
        mappings.all().stream()
                .map(Mappings::mapping)
                .filter(Mapping::isEnabled)
                .forEach(this::start);
    }

    /** A crash may have come between the end of a mapping and that of what was kept of it. */
    private void forgetRemoved() {
        checkpoints.removeIf(
                kept -> find(kept.namespace(), ShardProgress.mappingId(kept)).isEmpty());
    }

    /** Whether there is a stream of that ARN. */
    public boolean hasStream(Namespace namespace, String arn) {
        return streams.find(namespace, arn).isPresent();
    }

    public Optional<Mapping> find(Namespace namespace, String id) {
        return mappings.find(namespace, id).map(document -> new Mapping(namespace, id, document));
    }

    /** Those of a namespace, in the order of their ids. */
    public List<Mapping> list(Namespace namespace) {
        return mappings.list(namespace).stream().map(Mappings::mapping).toList();
    }

    /** What the last invocation of a mapping has come to, in AWS's words. */
    public synchronized String lastResult(Mapping mapping) {
        return status(mapping.id()).lastResult();
    }

    private MappingStatus status(String id) {
        return statuses.computeIfAbsent(id, none -> new MappingStatus());
    }

    /** Adds a mapping. One that begins with the latest change gets all that come from now on. */
    public synchronized void add(Mapping mapping) {
        if (mapping.startsAtLatest()) {
            // A stream that has gone since it was asked for has no shard to begin in.
            streams.find(mapping.namespace(), mapping.streamArn())
                    .ifPresent(stream -> beginAtLatest(mapping, stream));
        }
        mappings.put(mapping.namespace(), mapping.id(), mapping.document());
        if (mapping.isEnabled()) {
            start(mapping);
        }
    }

    private void beginAtLatest(Mapping mapping, Stream stream) {
        for (Shard shard : stream.shards()) {
            OptionalLong latest =
                    shard.isOpen() ? streams.latest(stream, shard) : OptionalLong.empty();
            if (latest.isPresent()) {
                ShardProgress.begin(checkpoints, mapping, shard, latest.getAsLong());
            } else {
                ShardProgress.finish(checkpoints, mapping, shard.id());
            }
        }
    }

    /** Puts a mapping in the place of the one of the same id, which goes on where that was. */
    public synchronized void replace(Mapping mapping) {
        mappings.put(mapping.namespace(), mapping.id(), mapping.document());
        lastRun(mapping.id()).ifPresent(MappingRun::stop);
        if (mapping.isEnabled()) {
            start(mapping);
        }
    }

    /** Removes a mapping; what is kept of it goes when what is under way has ended. */
    public synchronized void remove(Mapping mapping) {
        mappings.remove(mapping.namespace(), mapping.id());
        statuses.remove(mapping.id());
        Optional<MappingRun> run = lastRun(mapping.id());
        runs.remove(mapping.id());
        run.ifPresent(MappingRun::stop);
        Thread.ofVirtual().name("stator-lambda-forget").start(() -> forget(mapping, run));
    }

    private void forget(Mapping mapping, Optional<MappingRun> run) {
        try {
            if (run.isPresent()) {
                run.get().awaitEnd();
            }
            synchronized (this) {
                if (!isClosed) {
                    ShardProgress.forget(checkpoints, mapping, List.of());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<MappingRun> lastRun(String id) {
        return Optional.ofNullable(runs.get(id));
    }

    private void start(Mapping mapping) {
        if (isClosed) {
            return;
        }
        MappingRun run =
                new MappingRun(
                        mapping,
                        streams,
                        invoker,
                        destinations,
                        meter,
                        checkpoints,
                        status(mapping.id()),
                        clock,
                        lastRun(mapping.id()));
        runs.put(mapping.id(), run);
        run.start();
    }

    /** The document of a mapping as it is shown, but for its state. */
    public Document shown(Mapping mapping) {
        return mapping.document()
                .without(Mapping.ENABLED)
                .with("LastProcessingResult", lastResult(mapping));
    }

    /** Ends; what is under way gets a moment to end, and else comes again after a restart. */
    @Override
    public void close() {
        List<MappingRun> working;
        synchronized (this) {
            isClosed = true;
            working = List.copyOf(runs.values());
            working.forEach(MappingRun::stop);
        }
        long end = clock.millis() + PATIENCE_MILLIS;
        for (MappingRun run : working) {
            try {
                run.awaitEnd(Math.max(1, end - clock.millis()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
