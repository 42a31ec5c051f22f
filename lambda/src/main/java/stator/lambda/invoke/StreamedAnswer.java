package stator.lambda.invoke;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LambdaException;
import stator.lambda.runtime.Invocation.Receiver;

/**
 * An invocation whose answer is read while the function writes it. The function is invoked by a
 * thread of its own; a few pieces wait here for the reader, and if the reader is slow the function
 * waits. A reader that goes away does not end the function: the rest is thrown away, as with AWS.
 *
 * <p>The lock guards all fields.
 */
public final class StreamedAnswer implements Receiver {
    private static final int PIECES_MAX = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> pieces = new ArrayDeque<>();

    private String executedVersion = "";
    private String contentType = "";
    private boolean isAccepted;
    private boolean hasBegun;
    private boolean isUnwanted;

    /** How it ended; at most one of them is there. */
    private InvokeResult result;

    private RuntimeException refusal;

    private StreamedAnswer() {}

    /**
     * Invokes a function, and waits until there is a place for it.
     *
     * @param request whose receiver is not looked at
     * @param version that was looked up for it
     * @throws LambdaException if the function is not there, or may not run now
     */
    public static StreamedAnswer of(Invoker invoker, InvokeRequest request, FunctionVersion version)
            throws InterruptedException {
        StreamedAnswer answer = new StreamedAnswer();
        InvokeRequest streamed =
                new InvokeRequest(
                        request.requestId(),
                        request.function(),
                        request.payload(),
                        request.clientContext(),
                        request.trace(),
                        Optional.of(answer));
        Thread.ofVirtual()
                .name("stator-lambda-stream")
                .start(() -> answer.invoke(invoker, streamed, version));
        answer.awaitAccepted();
        return answer;
    }

    private void invoke(Invoker invoker, InvokeRequest request, FunctionVersion version) {
        InvokeResult ended = null;
        RuntimeException failed = null;
        try {
            ended = invoker.invoke(request, version);
        } catch (RuntimeException e) {
            failed = e;
        }
        lock.lock();
        try {
            result = ended;
            refusal = failed;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean hasEnded() {
        return result != null || refusal != null;
    }

    private void awaitAccepted() throws InterruptedException {
        lock.lock();
        try {
            while (!isAccepted && !hasEnded()) {
                changed.await();
            }
            if (!isAccepted && refusal != null) {
                throw refusal;
            }
        } finally {
            lock.unlock();
        }
    }

    // For the function.

    @Override
    public void accepted(String version) {
        lock.lock();
        try {
            executedVersion = version;
            isAccepted = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void begin(String type) {
        lock.lock();
        try {
            contentType = type;
            hasBegun = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void bytes(byte[] buffer, int length) throws InterruptedException {
        lock.lock();
        try {
            while (pieces.size() >= PIECES_MAX && !isUnwanted) {
                changed.await();
            }
            if (!isUnwanted) {
                pieces.add(Arrays.copyOf(buffer, length));
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    // For the reader.

    public String executedVersion() {
        lock.lock();
        try {
            return executedVersion;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the function answers; the content type, or empty if it ended without. */
    public Optional<String> awaitBegin() throws InterruptedException {
        lock.lock();
        try {
            while (!hasBegun && !hasEnded()) {
                changed.await();
            }
            return hasBegun ? Optional.of(contentType) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next piece; empty once all were taken and the function has ended. */
    public Optional<byte[]> next() throws InterruptedException {
        lock.lock();
        try {
            while (pieces.isEmpty() && !hasEnded()) {
                changed.await();
            }
            Optional<byte[]> next = Optional.ofNullable(pieces.poll());
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /**
     * How it ended, which is known once there is no next piece.
     *
     * @throws RuntimeException what was wrong, if the function could not be invoked
     */
    public InvokeResult result() {
        lock.lock();
        try {
            if (refusal != null) {
                throw refusal;
            }
            if (result == null) {
                throw new IllegalStateException("The function has not ended.");
            }
            return result;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody wants the rest. */
    public void forget() {
        lock.lock();
        try {
            isUnwanted = true;
            pieces.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
