package stator.lambda.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import stator.lambda.document.Document;
import stator.lambda.document.Moments;
import stator.lambda.runtime.Invocation.Receiver;

/**
 * One process of a function: it asks for an invocation, answers it, asks for the next one. At most
 * one is under way at a time, as with AWS.
 *
 * <p>Who invokes waits in {@link #invoke}; the process, by {@link RuntimePort}, in {@link #next}.
 * The lock guards what they hand over.
 */
final class Sandbox {
    static final long ANSWER_BYTES_MAX = 6_291_556;

    /** Of an answer that is streamed. */
    static final long STREAM_BYTES_MAX = 200L << 20;

    private static final Duration LIFE = Duration.ofHours(6);
    private static final Duration INIT_MAX = Duration.ofSeconds(10);

    private final Program program;
    private final ProcessGroup group;
    private final ProcessOutput output;
    private final Clock clock;
    private final long startedNanos = System.nanoTime();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** What the process is to do, and what it does. At most one of both is there. */
    private Turn offered;

    private Turn current;
    private Outcome outcome;

    /** When it asked for work for the first time; 0 until then. */
    private long readyNanos;

    private boolean isReported;
    private boolean hasExited;
    private volatile boolean isKilledForMemory;
    private volatile long residentBytesMax;

    /** When it was used last; read by the pool. */
    private volatile long idleSinceNanos = startedNanos;

    Sandbox(Program program, ProcessGroup group, String stream, Clock clock) {
        this.program = program;
        this.group = group;
        this.clock = clock;
        Process process = group.leader();
        output = new ProcessOutput(program, stream, process.getInputStream(), clock);
        process.onExit().thenRun(this::exited);
    }

    /**
     * An invocation whose time runs.
     *
     * @param deadlineMillis when it has to be answered, since 1970
     */
    record Turn(Invocation invocation, long deadlineMillis) {}

    Program program() {
        return program;
    }

    long pid() {
        return group.leader().pid();
    }

    long idleNanos() {
        return System.nanoTime() - idleSinceNanos;
    }

    /** Whether it is there, and its credentials are good for a long time yet. */
    boolean isReusable() {
        return !hasExited() && System.nanoTime() - startedNanos < LIFE.toNanos();
    }

    boolean hasExited() {
        return hasExited || !group.leader().isAlive();
    }

    // For who invokes.

    /** Has the process deal with an invocation, and waits for the end. */
    Ended invoke(Invocation invocation) throws InterruptedException {
        long begin = System.nanoTime();
        Outcome end;
        lock.lock();
        try {
            awaitReady();
            output.log(
                    "START RequestId: %s Version: %s"
                            .formatted(invocation.requestId(), program.version()));
            begin = isReported ? begin : System.nanoTime();
            end = run(invocation);
        } finally {
            offered = null;
            current = null;
            outcome = null;
            lock.unlock();
        }
        long nanos = System.nanoTime() - begin;
        if (end.process() != Outcome.Process.WARM) {
            kill();
        }
        output.settle(invocation.requestId());
        if (end.process() == Outcome.Process.OVERDUE) {
            output.log(
                    "%s %s Task timed out after %s seconds\n"
                            .formatted(
                                    Moments.millis(clock.instant()),
                                    invocation.requestId(),
                                    seconds(program.timeout())));
        }
        report(invocation, nanos);
        idleSinceNanos = System.nanoTime();
        return new Ended(end, nanos, output.takeTail());
    }

    /** Its start is not the invocation's time, unless that takes very long. */
    private void awaitReady() throws InterruptedException {
        long left = INIT_MAX.toNanos() - (System.nanoTime() - startedNanos);
        while (readyNanos == 0 && outcome == null && !hasExited && left > 0) {
            left = changed.awaitNanos(left);
        }
    }

    private Outcome run(Invocation invocation) throws InterruptedException {
        Outcome inInit = outcome;
        if (inInit != null) {
            return inInit;
        }
        long left = program.timeout().toNanos();
        offered = new Turn(invocation, clock.millis() + program.timeout().toMillis());
        changed.signalAll();
        while (outcome == null && !hasExited && left > 0) {
            left = changed.awaitNanos(left);
        }
        if (isKilledForMemory) {
            return exit(invocation, "Runtime exited with error: signal: killed");
        }
        if (outcome != null) {
            return outcome;
        }
        return hasExited
                ? exit(invocation, exitReason(group.leader().exitValue()))
                : Outcome.overdue(message(invocation, timedOut()));
    }

    private String timedOut() {
        return "Task timed out after " + seconds(program.timeout()) + " seconds";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toMillis() / 1000.0);
    }

    private static Outcome exit(Invocation invocation, String reason) {
        return Outcome.exited(message(invocation, reason));
    }

    private static String message(Invocation invocation, String reason) {
        return "RequestId: " + invocation.requestId() + " Error: " + reason;
    }

    private static String exitReason(int status) {
        if (status == 0) {
            return "Runtime exited without providing a reason";
        }
        // A shell's word for a signal: 128 and its number.
        return status == 137
                ? "Runtime exited with error: signal: killed"
                : "Runtime exited with error: exit status " + status;
    }

    private void report(Invocation invocation, long nanos) {
        output.log("END RequestId: " + invocation.requestId());
        double millis = nanos / 1e6;
        StringBuilder line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d"
                                        + " ms\tMemory Size: %d MB\tMax Memory Used: %d MB\t",
                                invocation.requestId(),
                                millis,
                                (long) Math.ceil(millis),
                                program.memoryMegabytes(),
                                measureMemory() >> 20));
        if (!isReported && readyNanos != 0) {
            line.append(
                    String.format(
                            Locale.ROOT,
                            "Init Duration: %.2f ms\t",
                            (readyNanos - startedNanos) / 1e6));
        }
        isReported = true;
        output.log(line.toString());
    }

    /** Looks how much memory it holds; a process that has more than it may is ended. */
    void watchMemory() {
        if (measureMemory() > (long) program.memoryMegabytes() << 20) {
            isKilledForMemory = true;
            kill();
        }
    }

    private long measureMemory() {
        residentBytesMax = Math.max(residentBytesMax, group.residentBytes());
        return residentBytesMax;
    }

    /** Ends the process and all that it started. */
    void kill() {
        group.kill();
        output.join(1_000);
        exited();
    }

    private void exited() {
        lock.lock();
        try {
            hasExited = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // For the process.

    /**
     * Waits for the next invocation.
     *
     * @return null if there will be none
     */
    Turn next() throws InterruptedException {
        lock.lock();
        try {
            if (readyNanos == 0) {
                readyNanos = System.nanoTime();
            }
            changed.signalAll();
            while (offered == null && !hasExited) {
                changed.await();
            }
            current = offered;
            offered = null;
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** The answer to the invocation under way; false if it is to another one. */
    boolean answered(String requestId, RuntimeRequest request)
            throws IOException, InterruptedException {
        Optional<Turn> turn = turn(requestId);
        if (turn.isEmpty()) {
            return false;
        }
        Optional<Receiver> receiver = turn.get().invocation().receiver();
        if (receiver.isPresent()) {
            stream(requestId, request, receiver.get());
            return true;
        }
        byte[] body = collect(request.body());
        end(
                requestId,
                body.length > ANSWER_BYTES_MAX
                        ? Outcome.tooLarge(ANSWER_BYTES_MAX)
                        : Outcome.answered(body));
        return true;
    }

    private void stream(String requestId, RuntimeRequest request, Receiver receiver)
            throws IOException, InterruptedException {
        receiver.begin(request.header("content-type"));
        byte[] buffer = new byte[16 * 1024];
        InputStream body = request.body();
        long bytes = 0;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            bytes += count;
            if (bytes <= STREAM_BYTES_MAX) {
                receiver.bytes(buffer, count);
            }
        }
        String error = request.header("lambda-runtime-function-error-type");
        Outcome whole =
                error.isEmpty() ? Outcome.answered(new byte[0]) : streamError(error, request);
        end(requestId, bytes > STREAM_BYTES_MAX ? Outcome.tooLarge(STREAM_BYTES_MAX) : whole);
    }

    /** What a function tells in trailers that fails after it has begun to answer. */
    private static Outcome streamError(String type, RuntimeRequest request) {
        String body = request.header("lambda-runtime-function-error-body");
        try {
            return Outcome.failed(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(Document.of("errorType", type).bytes());
        }
    }

    /** The error of the invocation under way; false if it is of another one. */
    boolean failed(String requestId, RuntimeRequest request) throws IOException {
        if (turn(requestId).isEmpty()) {
            return false;
        }
        end(requestId, Outcome.failed(collect(request.body())));
        return true;
    }

    /** The process could not begin. Whoever waits gets its words. */
    boolean initFailed(RuntimeRequest request) throws IOException {
        Outcome unfit = Outcome.unfit(collect(request.body()));
        lock.lock();
        try {
            outcome = unfit;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return true;
    }

    private Optional<Turn> turn(String requestId) {
        lock.lock();
        try {
            return Optional.ofNullable(current)
                    .filter(turn -> turn.invocation().requestId().equals(requestId));
        } finally {
            lock.unlock();
        }
    }

    /** What came after the time was over is of no interest to anybody. */
    private void end(String requestId, Outcome how) {
        lock.lock();
        try {
            if (current != null && current.invocation().requestId().equals(requestId)) {
                outcome = how;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Up to one byte more than may be answered. */
    private static byte[] collect(InputStream body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[16 * 1024];
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            if (bytes.size() <= ANSWER_BYTES_MAX) {
                bytes.write(buffer, 0, count);
            }
        }
        return bytes.toByteArray();
    }
}
