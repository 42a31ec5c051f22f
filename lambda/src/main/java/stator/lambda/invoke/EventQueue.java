package stator.lambda.invoke;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import stator.database.Documents;
import stator.database.table.Namespace;
import stator.lambda.document.Document;
import stator.lambda.document.Moments;
import stator.lambda.document.Shelf;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;
import stator.protocol.JsonTree;

/**
 * Events that functions are to deal with while nobody waits. An event that was accepted is dealt
 * with at least once, also across restarts: it is tried again after a failure, twice unless the
 * function's settings say otherwise, and then goes to where its failures go.
 *
 * <p>One thread waits for what is due; it begins with the first event. The lock guards the queue.
 */
public final class EventQueue implements AutoCloseable {
    /** What is said of a function's events: a setting of a function or one of its qualifiers. */
    public static final String SETTING = "event-invoke";

    /** Of documents. */
    public static final String KIND = "lambda-event";

    private static final System.Logger LOG = System.getLogger("stator.lambda");
    private static final int RETRIES = 2;
    private static final long AGE_SECONDS = 21_600;
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
    private static final Duration BUSY_PAUSE_MAX = Duration.ofMinutes(5);

    private final Shelf shelf;
    private final FunctionStore functions;
    private final Invoker invoker;
    private final Destinations destinations;
    private final Meter meter;
    private final Duration retryPause;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<Event> queue =
            new PriorityQueue<>(Comparator.comparingLong(Event::dueMillis));
    private final ExecutorService workers =
            Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("stator-lambda-event-", 0).factory());
    private Thread waiting;
    private boolean isClosed;

    /**
     * @param retryPause how long to wait before the first retry; the second waits twice as long
     */
    public EventQueue(
            Documents documents,
            FunctionStore functions,
            Invoker invoker,
            Destinations destinations,
            Meter meter,
            Duration retryPause,
            Clock clock) {
        shelf = new Shelf(documents, KIND);
        this.functions = functions;
        this.invoker = invoker;
        this.destinations = destinations;
        this.meter = meter;
        this.retryPause = retryPause;
        this.clock = clock;
    }

    /** Goes on with what was accepted before a restart. */
    public void resume() {
        shelf.all().forEach(entry -> offer(Event.of(entry)));
    }

    /** Takes an event; when this returns, it is durable. */
    public void add(InvokeRequest request) {
        add(
                request,
                functions.latest(request.function()).map(FunctionVersion::creation).orElse(""));
    }

    /** The same for a version that was looked up. */
    public void add(InvokeRequest request, FunctionVersion version) {
        add(request, version.creation());
    }

    private void add(InvokeRequest request, String creation) {
        Event event = Event.accepted(request, creation, clock.millis());
        event.putOn(shelf);
        meter.eventReceived(request.function());
        offer(event);
    }

    private void offer(Event event) {
        lock.lock();
        try {
            queue.add(event);
            if (waiting == null && !isClosed) {
                waiting = new Thread(this::work, "stator-lambda-events");
                waiting.setDaemon(true);
                waiting.start();
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        lock.lock();
        try {
            while (!isClosed) {
                Event next = queue.peek();
                if (next == null) {
                    changed.await();
                } else if (next.dueMillis() > clock.millis()) {
                    changed.await(next.dueMillis() - clock.millis(), TimeUnit.MILLISECONDS);
                } else {
                    queue.remove();
                    workers.execute(() -> deal(next));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void deal(Event event) {
        try {
            attempt(event);
        } catch (RuntimeException e) {
            if (!isClosed) {
                LOG.log(
                        Level.WARNING,
                        "An event of a function could not be dealt with; that is tried again.",
                        e);
                offer(event.refused(clock.millis() + busyMillis(event)));
            }
        }
    }

    private void attempt(Event event) {
        FunctionReference function = event.function();
        Optional<FunctionVersion> found = version(event);
        if (found.isEmpty()) {
            event.removeFrom(shelf);
            return;
        }
        FunctionVersion version = found.get();
        Document settings = settings(function);
        if (isTooOld(event, settings)) {
            end(event, version, settings, "EventAgeExceeded", Optional.empty());
            return;
        }
        if (invoker.isOff(function)) {
            end(event, version, settings, "ZeroReservedConcurrency", Optional.empty());
            return;
        }
        meter.eventTaken(function, clock.millis() - event.acceptedMillis());
        InvokeResult result;
        try {
            result = invoker.invoke(event.request(), version);
        } catch (LambdaException e) {
            if (e.status() == 429) {
                again(event.refused(clock.millis() + busyMillis(event)));
            } else if (e.code().equals("RecursiveInvocationException")) {
                end(event, version, settings, "RecursiveLoop", Optional.empty());
            } else {
                event.removeFrom(shelf);
            }
            return;
        }
        if (isClosed) {
            return;
        }
        if (!result.isError()) {
            end(event, version, settings, "Success", Optional.of(result));
            return;
        }
        int retries = (int) settings.number("MaximumRetryAttempts", RETRIES);
        if (event.failures() >= retries) {
            end(event.failed(0), version, settings, "RetriesExhausted", Optional.of(result));
            return;
        }
        again(event.failed(clock.millis() + retryPause.toMillis() * (event.failures() + 1)));
    }

    /** The version that an event is for; empty if its function is gone, and its events with it. */
    private Optional<FunctionVersion> version(Event event) {
        try {
            return Optional.of(invoker.version(event.function()))
                    .filter(version -> version.creation().equals(event.creation()));
        } catch (LambdaException e) {
            return Optional.empty();
        }
    }

    private void again(Event event) {
        event.putOn(shelf);
        offer(event);
    }

    private static long busyMillis(Event event) {
        long pause = BUSY_PAUSE.toMillis() << Math.min(event.refusals(), 10);
        return Math.min(pause, BUSY_PAUSE_MAX.toMillis());
    }

    private boolean isTooOld(Event event, Document settings) {
        long seconds = settings.number("MaximumEventAgeInSeconds", AGE_SECONDS);
        return clock.millis() - event.acceptedMillis() > seconds * 1_000;
    }

    private Document settings(FunctionReference function) {
        return functions.setting(function, SETTING).orElse(Document.empty());
    }

    private void end(
            Event event,
            FunctionVersion version,
            Document settings,
            String condition,
            Optional<InvokeResult> result) {
        FunctionReference function = event.function();
        boolean isSuccess = condition.equals("Success");
        String destination =
                settings.document("DestinationConfig")
                        .document(isSuccess ? "OnSuccess" : "OnFailure")
                        .text("Destination");
        if (!destination.isEmpty()) {
            Document record = record(event, condition, result);
            deliver(function, false, () -> send(destination, event, record));
        }
        if (!isSuccess) {
            meter.eventDropped(function);
            String target = version.deadLetterTarget();
            if (!target.isEmpty()) {
                byte[] payload = event.request().payload();
                deliver(function, true, () -> destinations.send(target, "", payload));
            }
        }
        event.removeFrom(shelf);
    }

    /** Something that is sent. */
    private interface Delivery {
        void run() throws IOException;
    }

    private void deliver(FunctionReference function, boolean isDeadLetter, Delivery delivery) {
        try {
            delivery.run();
        } catch (IOException e) {
            meter.undelivered(function, isDeadLetter);
            LOG.log(
                    Level.WARNING,
                    "What became of an event of "
                            + function.name()
                            + " could not be sent: "
                            + e.getMessage());
        }
    }

    private void send(String destination, Event event, Document record) throws IOException {
        if (Destinations.isFunction(destination)) {
            FunctionReference next =
                    FunctionReference.of(
                            event.function().namespace(), destination, "", "InvokeFunction");
            add(
                    new InvokeRequest(
                            UUID.randomUUID().toString(),
                            next,
                            record.bytes(),
                            "",
                            event.request().trace(),
                            Optional.empty()));
            return;
        }
        Instant now = clock.instant();
        String key =
                "aws/lambda/async/%s/%s/%s-%s"
                        .formatted(
                                event.function().name(),
                                Moments.day(now),
                                Moments.key(now),
                                UUID.randomUUID());
        destinations.send(destination, key, record.bytes());
    }

    private Document record(Event event, String condition, Optional<InvokeResult> result) {
        Namespace namespace = event.function().namespace();
        FunctionReference function = event.function();
        String arn =
                function.qualifier().isEmpty()
                        ? function.qualified(FunctionReference.LATEST).qualifiedArn()
                        : function.qualifiedArn();
        assert !namespace.account().isEmpty() : "An event of nobody";
        Document context =
                Document.of("requestId", event.request().requestId())
                        .with("functionArn", arn)
                        .with("condition", condition)
                        .with(
                                "approximateInvokeCount",
                                condition.equals("Success")
                                        ? event.failures() + 1
                                        : event.failures());
        Document record =
                Document.of("version", "1.0")
                        .with("timestamp", Moments.millis(clock.instant()))
                        .with("requestContext", context)
                        .with("requestPayload", tree(event.request().payload()));
        if (result.isEmpty()) {
            return record;
        }
        Document response =
                Document.of("statusCode", 200)
                        .with("executedVersion", result.get().executedVersion())
                        .withIf(
                                result.get().isError(),
                                "functionError",
                                result.get().functionError());
        return record.with("responseContext", response)
                .with("responsePayload", tree(result.get().payload()));
    }

    private static Object tree(byte[] json) {
        return JsonTree.parse(new String(json, StandardCharsets.UTF_8))
                .orElse(new JsonTree.Literal("null"));
    }

    /** Ends; what was not dealt with goes on after a restart. */
    @Override
    public void close() {
        lock.lock();
        try {
            isClosed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        workers.shutdownNow();
    }
}
