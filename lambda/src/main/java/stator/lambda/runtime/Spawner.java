package stator.lambda.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import stator.lambda.document.Folders;
import stator.lambda.document.Moments;

/**
 * Starts processes with what each needs: a secret path of the Runtime API, a folder for temporary
 * files, a log stream, and somebody who ends what it has started. Ends them, too. Thread-safe; the
 * monitor guards the fields that are not final.
 */
final class Spawner implements AutoCloseable {
    private static final int SECRET_BYTES = 16;
    private static final long START_SECONDS_MAX = 10;

    private final Launcher launcher;
    private final boolean needsGuardian;
    private final Path folder;
    private final Clock clock;
    private final RandomGenerator random;

    private final Map<Sandbox, Place> places = new HashMap<>();

    /** Both null until there is a process. */
    private RuntimePort port;

    private Guardian guardian;

    /**
     * The kernel ends a process with the thread that started it, so one thread that lives as long
     * as this starts them all.
     */
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(task -> {
                Thread starting = new Thread(task, "stator-lambda-start");
                starting.setDaemon(true);
                return starting;
            });

    private record Place(String secret, Path scratch) {}

    /**
     * @param needsGuardian whether each process leads a group, which nobody else would end
     * @param folder for temporary files, which is this object's alone
     */
    Spawner(
            Launcher launcher,
            boolean needsGuardian,
            Path folder,
            Clock clock,
            RandomGenerator random) {
        this.launcher = launcher;
        this.needsGuardian = needsGuardian;
        this.folder = folder;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Starts a process of a program. Who is interrupted meanwhile does not get it, and it ends.
     *
     * @throws NoProcessException if nothing is started any more
     */
    Sandbox start(Program program) throws InterruptedException, NoProcessException {
        Future<Sandbox> starting;
        try {
            starting = thread.submit(() -> startHere(program));
        } catch (RejectedExecutionException e) {
            throw new NoProcessException();
        }
        try {
            return starting.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "A process for " + program.owner() + " failed.", e.getCause());
        } catch (InterruptedException e) {
            abandon(starting);
            throw e;
        }
    }

    private void abandon(Future<Sandbox> starting) {
        try {
            thread.execute(() -> {
                if (starting.state() == Future.State.SUCCESS) {
                    end(starting.resultNow());
                }
            });
        } catch (RejectedExecutionException e) {
            // It ends with all others.
        }
    }

    private Sandbox startHere(Program program) throws IOException {
        Place place = new Place(hex(), folder.resolve("scratch").resolve(hex()));
        String stream =
                "%s/[%s]%s".formatted(Moments.day(clock.instant()), program.version(), hex());
        boolean isStarted = false;
        try {
            Files.createDirectories(place.scratch);
            RuntimePort api = port();
            api.expect(place.secret);
            ProcessGroup group =
                    launcher.start(program, api.address(place.secret), place.scratch, stream);
            Sandbox sandbox = new Sandbox(program, group, stream, clock);
            add(sandbox, place);
            api.add(place.secret, sandbox);
            isStarted = true;
            return sandbox;
        } finally {
            if (!isStarted) {
                leave(place);
            }
        }
    }

    private String hex() {
        byte[] all = new byte[SECRET_BYTES];
        random.nextBytes(all);
        return HexFormat.of().formatHex(all);
    }

    private synchronized RuntimePort port() {
        if (port == null) {
            port = RuntimePort.open();
        }
        return port;
    }

    private synchronized void add(Sandbox sandbox, Place place) {
        places.put(sandbox, place);
        if (needsGuardian) {
            guardian = guardian == null ? Guardian.start() : guardian;
            guardian.add(sandbox.pid());
        }
    }

    /** Ends a process and all that it has started; nothing is left of it. */
    void end(Sandbox sandbox) {
        sandbox.kill();
        Place place = remove(sandbox);
        if (place != null) {
            leave(place);
        }
    }

    private void leave(Place place) {
        port().remove(place.secret);
        Folders.deleteAll(place.scratch);
    }

    private synchronized Place remove(Sandbox sandbox) {
        Place place = places.remove(sandbox);
        if (place != null && guardian != null) {
            guardian.remove(sandbox.pid());
        }
        return place;
    }

    /** Ends whatever is left, also what is being started; nothing is started any more. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(START_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        left().forEach(this::end);
        closePlaces();
    }

    private synchronized List<Sandbox> left() {
        return List.copyOf(places.keySet());
    }

    private synchronized void closePlaces() {
        if (port != null) {
            port.close();
        }
        if (guardian != null) {
            guardian.close();
        }
        Folders.deleteAll(folder);
    }
}
