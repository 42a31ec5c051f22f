package stator.lambda.trigger;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import stator.lambda.neighbour.ChangeStreams.Change;

/**
 * A part of a shard's changes, by their partition keys, which go to the function one batch after
 * the other, so that the order of each key is kept. A shard has one lane, or as many as the
 * mapping's parallelization factor says.
 *
 * <p>The lock guards the queue. One thread offers changes, one deals with them.
 */
final class Lane {
    /** An event may have 6 MB; what is around the records is little. */
    private static final long EVENT_BYTES_MAX = 6_291_456 - 4_096;

    /** How much waits here at most, beside one change that is larger. */
    private static final long QUEUE_BYTES_MAX = 8 << 20;

    private static final int QUEUE_CHANGES_MAX = 20_000;
    private static final long WAKE_MILLIS = 100;

    private final int number;
    private final Mapping mapping;
    private final BatchRunner runner;
    private final ShardProgress progress;
    private final Clock clock;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Change> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean isBusy;

    /** Whether nothing will come any more, and whether all is to end at once. */
    private boolean isComplete;

    private volatile boolean isStopped;

    /** Used by the thread that deals with changes alone. */
    private Optional<Window> window;

    Lane(int number, Mapping mapping, BatchRunner runner, ShardProgress progress, Clock clock) {
        this.number = number;
        this.mapping = mapping;
        this.runner = runner;
        this.progress = progress;
        this.clock = clock;
        window = progress.window(number);
    }

    int number() {
        return number;
    }

    // For who reads the shard.

    /** Adds a change, and waits for room. */
    void offer(Change change) throws InterruptedException {
        lock.lock();
        try {
            while (!isStopped && isFull()) {
                changed.await();
            }
            queue.add(change);
            queuedBytes += change.json().length;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return queue.size() >= QUEUE_CHANGES_MAX || queuedBytes >= QUEUE_BYTES_MAX;
    }

    /** Whether all that was offered is dealt with. */
    boolean isIdle() {
        lock.lock();
        try {
            return queue.isEmpty() && !isBusy;
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be offered any more. */
    void complete() {
        lock.lock();
        try {
            isComplete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the invocation that is under way. */
    void stop() {
        lock.lock();
        try {
            isStopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // For who deals with the changes.

    /** Deals with changes until all of the shard are dealt with, or this is stopped. */
    void work() throws InterruptedException {
        while (!isStopped) {
            endWindowIfOver();
            List<Change> batch = gather();
            if (batch.isEmpty() && hasEnded()) {
                endWindow();
                return;
            }
            if (!batch.isEmpty()) {
                window = windowOf(batch.getFirst());
                window = runner.run(Batch.of(batch), window, this::advance);
                if (progress.position(number) < batch.getLast().position()) {
                    // Stopped before the function had it. This stays busy: whoever reads the shard
                    // would take it for idle, and note as dealt with what is not.
                    return;
                }
                free();
            }
        }
    }

    private void advance(long position, Optional<Window> now) {
        progress.advance(number, position, now);
    }

    private boolean hasEnded() {
        lock.lock();
        try {
            return isComplete && queue.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void free() {
        lock.lock();
        try {
            isBusy = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next changes: as many as a batch may have, or as there are when its time is over, and all
     * of one window. None if there was nothing for a moment.
     */
    private List<Change> gather() throws InterruptedException {
        lock.lock();
        try {
            if (queue.isEmpty() && !isComplete && !isStopped) {
                changed.await(WAKE_MILLIS, TimeUnit.MILLISECONDS);
            }
            if (queue.isEmpty() || isStopped) {
                return List.of();
            }
            isBusy = true;
            List<Change> batch = new ArrayList<>();
            long[] bytes = new long[1];
            long end =
                    System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(mapping.batchWindowMillis());
            boolean mayGrow = take(batch, bytes);
            for (long left = end - System.nanoTime();
                    mayGrow && left > 0 && !isComplete && !isStopped;
                    left = end - System.nanoTime()) {
                changed.awaitNanos(left);
                mayGrow = take(batch, bytes);
            }
            changed.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Moves what fits from the queue into a batch; false if nothing more will fit. */
    private boolean take(List<Change> batch, long[] bytes) {
        while (!queue.isEmpty()) {
            Change next = queue.peek();
            boolean fits =
                    batch.size() < mapping.batchSize()
                            && (batch.isEmpty()
                                    || bytes[0] + next.json().length + 1 <= EVENT_BYTES_MAX)
                            && (batch.isEmpty() || isSameWindow(batch.getFirst(), next));
            if (!fits) {
                return false;
            }
            batch.add(queue.remove());
            bytes[0] += next.json().length + 1;
            queuedBytes -= next.json().length;
        }
        return batch.size() < mapping.batchSize();
    }

    // Windows.

    private boolean isSameWindow(Change first, Change other) {
        long length = mapping.tumblingMillis();
        return length == 0 || Window.of(first.millis(), length).covers(other.millis());
    }

    /** The window of a change; the one before, if it is another one, is ended first. */
    private Optional<Window> windowOf(Change change) throws InterruptedException {
        long length = mapping.tumblingMillis();
        if (length == 0) {
            return Optional.empty();
        }
        if (window.isPresent() && window.get().covers(change.millis())) {
            return window;
        }
        endWindow();
        return Optional.of(Window.of(change.millis(), length));
    }

    /** A window is over when its time is, and nothing of it waits. */
    private void endWindowIfOver() throws InterruptedException {
        boolean isOver =
                window.filter(open -> clock.millis() >= open.endMillis() + WAKE_MILLIS).isPresent();
        if (isOver && isIdle()) {
            endWindow();
        }
    }

    private void endWindow() throws InterruptedException {
        if (window.isPresent() && !isStopped) {
            runner.end(window.get(), false);
            window = Optional.empty();
            if (!isStopped) {
                progress.advance(number, progress.position(number), window);
            }
        }
    }
}
