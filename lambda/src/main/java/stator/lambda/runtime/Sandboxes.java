package stator.lambda.runtime;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import stator.lambda.neighbour.RoleCredentials;

/**
 * The processes of all functions. An invocation gets a warm one of its program, else a new one; a
 * process that was not used for a while ends. There are never more than a limit. At the limit a
 * program that has a process waits for that a moment; else the process that was idle longest makes
 * place for another program, and if none is idle the caller waits. Without that moment, programs
 * that want more than there is would end each other's processes all the time, and start new ones.
 *
 * <p>Nothing runs before the first invocation. Thread-safe; the lock guards the collections.
 */
public final class Sandboxes implements AutoCloseable {
    private static final long WATCH_BUSY_MILLIS = 50;
    private static final long WATCH_IDLE_MILLIS = 1_000;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long PATIENCE_FOR_OWN_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Spawner spawner;
    private final Interpreters interpreters;
    private final Predicate<RuntimeName> canConnect;
    private final Limits limits;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();
    private final List<Sandbox> idle = new ArrayList<>();
    private final Set<Sandbox> busy = new HashSet<>();

    /** The key of the newest program of each owner: processes of older ones end. */
    private final Map<String, String> newest = new HashMap<>();

    /** How many processes each program has or is being given, by its key; and all together. */
    private final Map<String, Integer> counts = new HashMap<>();

    private int count;

    private boolean isClosed;
    private Thread watch;

    /**
     * @param processesMax how many there may be at once
     * @param idle after how long without an invocation a process ends
     */
    public record Limits(int processesMax, Duration idle) {}

    /**
     * @param folder for temporary files, which is this object's alone
     * @param javaRuntime the folder with the jars of AWS's runtime interface client for Java
     * @param endpoint host and port at which this server is reached
     */
    public Sandboxes(
            Path folder,
            Path javaRuntime,
            Interpreters interpreters,
            RoleCredentials credentials,
            Supplier<String> endpoint,
            Limits limits,
            Clock clock,
            RandomGenerator random) {
        this.interpreters = interpreters;
        this.limits = limits;
        Isolation isolation = Isolation.ofThisMachine();
        Launcher launcher =
                new Launcher(
                        interpreters,
                        Bootstraps.writeTo(folder.resolve("runtime"), javaRuntime),
                        isolation,
                        credentials,
                        endpoint);
        canConnect = launcher::canConnect;
        spawner = new Spawner(launcher, isolation.needsGuardian(), folder, clock, random);
    }

    /** Why a runtime's functions cannot be run here; empty if they can. */
    public Optional<String> problem(RuntimeName runtime) {
        return interpreters.find(runtime).isPresent() && canConnect.test(runtime)
                ? Optional.empty()
                : Optional.of(Launcher.missing(runtime));
    }

    /**
     * Invokes a program and waits for the end.
     *
     * @throws NoProcessException if there are too many processes
     */
    public Ended invoke(Program program, Invocation invocation) throws NoProcessException {
        Optional<String> problem = Launcher.entryProblem(program);
        if (problem.isPresent()) {
            String message = "RequestId: " + invocation.requestId() + " Error: " + problem.get();
            return new Ended(Outcome.noEntry(message), 0, new byte[0]);
        }
        Sandbox sandbox = acquire(program);
        boolean isWarm = false;
        try {
            Ended ended = sandbox.invoke(invocation);
            isWarm = ended.outcome().isWarm();
            return ended;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoProcessException();
        } finally {
            release(sandbox, isWarm);
        }
    }

    private Sandbox acquire(Program program) throws NoProcessException {
        List<Sandbox> outdated = new ArrayList<>();
        Optional<Sandbox> warm;
        lock.lock();
        try {
            newest.put(program.owner(), program.key());
            takeOutdated(program, outdated);
            warm = awaitWarmOrPlace(program.key(), outdated);
            warm.ifPresent(busy::add);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoProcessException();
        } finally {
            lock.unlock();
        }
        outdated.forEach(this::discard);
        return warm.isPresent() ? warm.get() : start(program);
    }

    private void takeOutdated(Program program, List<Sandbox> outdated) {
        for (Iterator<Sandbox> all = idle.iterator(); all.hasNext(); ) {
            Sandbox one = all.next();
            boolean isOlder =
                    one.program().owner().equals(program.owner())
                            && !one.program().key().equals(program.key());
            if (isOlder || one.hasExited()) {
                all.remove();
                outdated.add(one);
                uncount(one.program().key());
            }
        }
    }

    /** The one that was used last: the others may end. */
    private Optional<Sandbox> takeWarm(String key) {
        for (int i = idle.size() - 1; i >= 0; i--) {
            if (idle.get(i).program().key().equals(key)) {
                return Optional.of(idle.remove(i));
            }
        }
        return Optional.empty();
    }

    /** A warm process, or nothing if one may be started, which is counted then. */
    private Optional<Sandbox> awaitWarmOrPlace(String key, List<Sandbox> outdated)
            throws InterruptedException, NoProcessException {
        long left = PATIENCE_NANOS;
        while (true) {
            Optional<Sandbox> warm = takeWarm(key);
            if (warm.isPresent()) {
                return warm;
            }
            boolean isPatient =
                    counts.containsKey(key) && left > PATIENCE_NANOS - PATIENCE_FOR_OWN_NANOS;
            if (count >= limits.processesMax() && !idle.isEmpty() && !isPatient) {
                Sandbox oldest =
                        idle.stream()
                                .max(Comparator.comparingLong(Sandbox::idleNanos))
                                .orElseThrow();
                idle.remove(oldest);
                outdated.add(oldest);
                uncount(oldest.program().key());
            }
            if (isClosed || left <= 0) {
                throw new NoProcessException();
            }
            if (count < limits.processesMax()) {
                counts.merge(key, 1, Integer::sum);
                count++;
                return Optional.empty();
            }
            long most = isPatient ? left - (PATIENCE_NANOS - PATIENCE_FOR_OWN_NANOS) : left;
            left -= most - freed.awaitNanos(most);
        }
    }

    private void uncount(String key) {
        counts.computeIfPresent(key, (same, n) -> n == 1 ? null : n - 1);
        count--;
    }

    private Sandbox start(Program program) throws NoProcessException {
        Sandbox sandbox = null;
        try {
            sandbox = spawner.start(program);
            return sandbox;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoProcessException();
        } finally {
            started(program, sandbox);
        }
    }

    private void started(Program program, Sandbox sandbox) {
        lock.lock();
        try {
            if (sandbox == null) {
                uncount(program.key());
                freed.signalAll();
                return;
            }
            busy.add(sandbox);
            if (watch == null) {
                watch = new Thread(this::watch, "stator-lambda-watch");
                watch.setDaemon(true);
                watch.start();
            }
        } finally {
            lock.unlock();
        }
    }

    private void release(Sandbox sandbox, boolean isWarm) {
        boolean keeps;
        lock.lock();
        try {
            busy.remove(sandbox);
            Program program = sandbox.program();
            keeps =
                    isWarm
                            && !isClosed
                            && program.key().equals(newest.get(program.owner()))
                            && sandbox.isReusable();
            if (keeps) {
                idle.add(sandbox);
            } else {
                uncount(program.key());
            }
            freed.signalAll();
        } finally {
            lock.unlock();
        }
        if (!keeps) {
            discard(sandbox);
        }
    }

    /** Ends what runs of a function and its versions as soon as it is idle. */
    public void retire(String owner) {
        List<Sandbox> retired = new ArrayList<>();
        lock.lock();
        try {
            newest.remove(owner);
            for (Iterator<Sandbox> all = idle.iterator(); all.hasNext(); ) {
                Sandbox one = all.next();
                if (one.program().owner().equals(owner)) {
                    all.remove();
                    retired.add(one);
                    uncount(one.program().key());
                }
            }
        } finally {
            lock.unlock();
        }
        retired.forEach(this::discard);
    }

    /** Ends a process that is in none of the collections any more. */
    private void discard(Sandbox sandbox) {
        spawner.end(sandbox);
        lock.lock();
        try {
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Looks after memory and idle time as long as there is any process. */
    private void watch() {
        while (true) {
            List<Sandbox> working;
            List<Sandbox> overdue = new ArrayList<>();
            lock.lock();
            try {
                if (count == 0 || isClosed) {
                    watch = null;
                    return;
                }
                working = List.copyOf(busy);
                for (Iterator<Sandbox> all = idle.iterator(); all.hasNext(); ) {
                    Sandbox one = all.next();
                    if (one.idleNanos() > limits.idle().toNanos() || one.hasExited()) {
                        all.remove();
                        overdue.add(one);
                        uncount(one.program().key());
                    }
                }
            } finally {
                lock.unlock();
            }
            overdue.forEach(this::discard);
            working.forEach(Sandbox::watchMemory);
            try {
                Thread.sleep(working.isEmpty() ? WATCH_IDLE_MILLIS : WATCH_BUSY_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** How many processes there are. */
    public int size() {
        lock.lock();
        try {
            return count;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all processes. */
    @Override
    public void close() {
        List<Sandbox> all = new ArrayList<>();
        lock.lock();
        try {
            isClosed = true;
            all.addAll(idle);
            all.addAll(busy);
            idle.clear();
            freed.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(this::discard);
        spawner.close();
    }
}
