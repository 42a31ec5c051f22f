package stator.lambda.trigger;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import stator.lambda.document.Document;
import stator.lambda.function.LambdaException;
import stator.lambda.invoke.Destinations;
import stator.lambda.invoke.InvokeRequest;
import stator.lambda.invoke.InvokeResult;
import stator.lambda.invoke.Invoker;
import stator.lambda.invoke.Meter;
import stator.lambda.neighbour.ChangeStreams.Change;

/**
 * Brings batches of one shard to the function until each change is dealt with or given up. Lanes
 * share it; it keeps nothing between batches.
 *
 * <p>A batch that fails is halved, if the mapping says so, else tried again; halving is no try.
 * That the function has no place, or is not there, or cannot be started, is no try either. Only a
 * function that got the changes and failed uses the tries up.
 */
final class BatchRunner {
    private static final long PAUSE_MILLIS = 100;
    private static final long PAUSE_MILLIS_MAX = 10_000;
    private static final long STATE_BYTES_MAX = 1 << 20;

    private static final System.Logger LOG = System.getLogger("stator.lambda");

    private final Mapping mapping;
    private final String shardId;
    private final Invoker invoker;
    private final Destinations destinations;
    private final Meter meter;
    private final CountDownLatch stopped;
    private final MappingStatus status;
    private final Clock clock;

    BatchRunner(
            Mapping mapping,
            String shardId,
            Invoker invoker,
            Destinations destinations,
            Meter meter,
            CountDownLatch stopped,
            MappingStatus status,
            Clock clock) {
        this.mapping = mapping;
        this.shardId = shardId;
        this.invoker = invoker;
        this.destinations = destinations;
        this.meter = meter;
        this.stopped = stopped;
        this.status = status;
        this.clock = clock;
    }

    /** Is told what was dealt with, in the order of the changes. */
    interface Progress {
        void upTo(long position, Optional<Window> window);
    }

    /** An invocation and what it came to. There is no result if there was no place for it. */
    private record Try(String requestId, Optional<InvokeResult> result, Verdict verdict) {}

    /**
     * Deals with changes, all of them in one window if there are windows. What is not dealt with
     * when this is stopped comes again after the next start.
     *
     * @return the window afterwards; empty if it ended
     */
    Optional<Window> run(Batch all, Optional<Window> window, Progress progress)
            throws InterruptedException {
        Delivery delivery = new Delivery(all, window, progress);
        delivery.work();
        return delivery.window;
    }

    /** Tells the function that a window is over; it is tried again as a batch is. */
    void end(Window window, boolean isEarly) throws InterruptedException {
        byte[] event = Batch.of(List.of()).event(Optional.of(more(window, true, isEarly)));
        int failures = 0;
        long pause = PAUSE_MILLIS;
        while (!isStopped()) {
            Try tried = attempt(List.of(), event);
            if (tried.verdict instanceof Verdict.Done) {
                return;
            }
            failures += tried.result.isPresent() ? 1 : 0;
            if (mapping.retriesMax() >= 0 && failures > mapping.retriesMax()) {
                return;
            }
            pause = sleep(pause);
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /** Waits a while, and answers how long to wait the next time. */
    private long sleep(long millis) throws InterruptedException {
        stopped.await(millis, TimeUnit.MILLISECONDS);
        return Math.min(2 * millis, PAUSE_MILLIS_MAX);
    }

    private Document more(Window window, boolean isFinal, boolean isEarly) {
        return Document.of("window", window.shown())
                .with("state", window.state())
                .with("shardId", shardId)
                .with("eventSourceARN", mapping.streamArn())
                .with("isFinalInvokeForWindow", isFinal)
                .with("isWindowTerminatedEarly", isEarly);
    }

    private Try attempt(List<Change> changes, byte[] event) {
        String requestId = UUID.randomUUID().toString();
        if (!changes.isEmpty()) {
            meter.batchTaken(mapping.function(), clock.millis() - changes.getLast().millis());
        }
        InvokeResult result;
        try {
            result = invoker.invoke(InvokeRequest.of(requestId, mapping.function(), event));
        } catch (LambdaException e) {
            status.failed(e.status() == 404 ? "Function not found" : "Function call failed");
            return new Try(requestId, Optional.empty(), new Verdict.Failed());
        } catch (RuntimeException e) {
            if (!isStopped()) {
                LOG.log(
                        Level.WARNING,
                        "Changes could not be brought to "
                                + mapping.function().name()
                                + "; that is tried again.",
                        e);
            }
            status.failed("Function call failed");
            return new Try(requestId, Optional.empty(), new Verdict.Failed());
        }
        if (result.isError()) {
            status.failed("Function call failed");
            return new Try(requestId, Optional.of(result), new Verdict.Failed());
        }
        Verdict verdict =
                mapping.reportsItems() && !changes.isEmpty()
                        ? Verdict.reported(result.payload(), changes)
                        : new Verdict.Done();
        return new Try(requestId, Optional.of(result), verdict);
    }

    /** Changes on their way to the function, the ones that come next on top. */
    private final class Delivery {
        private final Deque<Batch> left = new ArrayDeque<>();
        private final Progress progress;
        private Optional<Window> window;
        private long pause = PAUSE_MILLIS;

        Delivery(Batch all, Optional<Window> window, Progress progress) {
            this.window = window;
            this.progress = progress;
            left.push(all);
        }

        void work() throws InterruptedException {
            while (!left.isEmpty() && !isStopped()) {
                step(left.pop());
            }
        }

        private void step(Batch batch) throws InterruptedException {
            int old = tooOld(batch.changes());
            if (old > 0) {
                giveUp(batch.until(old), "RecordAgeExceeded", "", Optional.empty());
                if (old < batch.changes().size()) {
                    left.push(batch.from(old));
                }
                return;
            }
            Try tried =
                    attempt(
                            batch.changes(),
                            batch.event(window.map(open -> more(open, false, false))));
            if (tried.result.isEmpty()) {
                left.push(batch);
                pause = sleep(pause);
                return;
            }
            settle(batch, tried);
        }

        private void settle(Batch batch, Try tried) throws InterruptedException {
            Verdict verdict = window.isPresent() ? withState(tried) : tried.verdict;
            switch (verdict) {
                case Verdict.Done done -> {
                    pause = PAUSE_MILLIS;
                    status.succeeded();
                    endIfFull();
                    progress.upTo(batch.lastPosition(), window);
                }
                case Verdict.From from -> {
                    if (from.index() > 0) {
                        progress.upTo(batch.until(from.index()).lastPosition(), window);
                    }
                    again(batch.from(from.index()).tried(true), tried);
                }
                case Verdict.Failed failed -> {
                    if (isStopped()) {
                        // The server ends, and its processes before their time.
                        left.push(batch);
                    } else if (mapping.bisects() && batch.changes().size() > 1) {
                        int middle = batch.changes().size() / 2;
                        Batch both = batch.tried(false);
                        left.push(both.from(middle));
                        left.push(both.until(middle));
                    } else {
                        again(batch.tried(true), tried);
                    }
                }
            }
        }

        /** An answer without a state is a failed invocation. */
        private Verdict withState(Try tried) {
            if (tried.verdict instanceof Verdict.Failed) {
                return tried.verdict;
            }
            Optional<Document> state =
                    Document.parse(tried.result.orElseThrow().payload())
                            .flatMap(answer -> answer.findDocument("state"));
            if (state.isEmpty()) {
                status.failed("Function call failed");
                return new Verdict.Failed();
            }
            window = window.map(open -> open.with(state.get()));
            return tried.verdict;
        }

        private void endIfFull() throws InterruptedException {
            if (window.filter(open -> open.state().bytes().length > STATE_BYTES_MAX).isPresent()) {
                end(window.get(), true);
                window = Optional.empty();
            }
        }

        private void again(Batch batch, Try tried) throws InterruptedException {
            if (mapping.retriesMax() >= 0 && batch.failures() > mapping.retriesMax()) {
                giveUp(batch, "RetryAttemptsExhausted", tried.requestId, tried.result);
                return;
            }
            left.push(batch);
            pause = sleep(pause);
        }

        private void giveUp(
                Batch batch, String condition, String requestId, Optional<InvokeResult> result) {
            String destination = mapping.failureDestination();
            if (!destination.isEmpty()) {
                send(destination, batch, condition, requestId, result);
            }
            progress.upTo(batch.lastPosition(), window);
        }
    }

    private int tooOld(List<Change> changes) {
        long max = mapping.ageMaxMillis();
        int old = 0;
        while (max >= 0 && old < changes.size() && isOlder(changes.get(old), max)) {
            old++;
        }
        return old;
    }

    private boolean isOlder(Change change, long millis) {
        return clock.millis() - change.millis() > millis;
    }

    private void send(
            String destination,
            Batch batch,
            String condition,
            String requestId,
            Optional<InvokeResult> result) {
        Instant now = clock.instant();
        Document record =
                FailureRecord.of(mapping, shardId, batch, condition, requestId, result, now);
        try {
            destinations.send(
                    destination,
                    FailureRecord.key(mapping, shardId, now),
                    FailureRecord.sent(record, batch, destination).bytes());
        } catch (IOException e) {
            meter.undelivered(mapping.function(), false);
            LOG.log(
                    Level.WARNING,
                    "What "
                            + mapping.function().name()
                            + " could not deal with could not be sent to "
                            + destination
                            + ": "
                            + e.getMessage());
        }
    }
}
