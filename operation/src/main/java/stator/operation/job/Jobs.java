package stator.operation.job;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Work that nobody's request has to wait for: a few jobs at a time, the others in the order in
 * which they came. Threads are there only while there is work.
 */
public final class Jobs implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("stator.operation.archive");
    private static final int THREADS = 4;
    private static final long THREAD_IDLE_MILLIS = 1_000;

    private static final long PAUSE_MILLIS_MAX = 1_000;

    private final ThreadPoolExecutor executor =
            new ThreadPoolExecutor(
                    THREADS,
                    THREADS,
                    THREAD_IDLE_MILLIS,
                    TimeUnit.MILLISECONDS,
                    new LinkedBlockingQueue<>(),
                    Thread.ofPlatform().daemon().name("stator-archive-", 0).factory());

    /** What is under way, by the name of the job. Guarded by itself. */
    private final Map<String, Future<?>> running = new HashMap<>();

    private volatile boolean closed;

    /** A piece of work. */
    @FunctionalInterface
    public interface Job {
        /** Does it. What it throws is logged; it has to leave behind what lets it be understood. */
        void run() throws Exception;
    }

    public Jobs() {
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Begins a job as soon as there is a thread for it.
     *
     * @param name for the log, and to wait for it; no other job that is under way has it
     */
    public void start(String name, Job job) {
        synchronized (running) {
            running.put(name, executor.submit(() -> run(name, job)));
        }
    }

    private void run(String name, Job job) {
        try {
            job.run();
        } catch (Exception e) {
            if (!closed) {
                LOG.log(Level.WARNING, name + " failed: " + e.getMessage(), e);
            }
        } finally {
            synchronized (running) {
                running.remove(name);
            }
        }
    }

    /** Waits until a job is over, if it is there, but not for ever. */
    public void await(String name, Duration patience) {
        Future<?> job;
        synchronized (running) {
            job = running.get(name);
        }
        if (job != null) {
            await(job, patience);
        }
    }

    /** Waits until there is no job, but not for ever. */
    public void awaitAll(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Future<?>> jobs;
            synchronized (running) {
                jobs = new ArrayList<>(running.values());
            }
            if (jobs.isEmpty() || System.nanoTime() > end) {
                return;
            }
            jobs.forEach(job -> await(job, Duration.ofNanos(end - System.nanoTime())));
        }
    }

    private static void await(Future<?> job, Duration patience) {
        try {
            job.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // It goes on, or its failure is logged.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Lets a job end that need not be finished now.
     *
     * @throws IOException if the server stops
     */
    public void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("The server stops.");
        }
    }

    /**
     * Lets a job wait, up to about a second longer than the server runs.
     *
     * @throws IOException if the server stops
     */
    public void pause(long millis) throws IOException {
        try {
            for (long left = millis; left > 0; left -= PAUSE_MILLIS_MAX) {
                requireOpen();
                Thread.sleep(Math.min(left, PAUSE_MILLIS_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
        requireOpen();
    }

    /** Ends what is under way as soon as it looks, and begins nothing more. */
    @Override
    public void close() {
        closed = true;
        executor.getQueue().clear();
        executor.shutdown();
        try {
            executor.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
