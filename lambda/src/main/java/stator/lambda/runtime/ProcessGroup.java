package stator.lambda.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process and all that it started. Thread-safe. */
final class ProcessGroup {
    private static final Path PROC = Path.of("/proc");
    private static final long KILL_SECONDS_MAX = 5;
    private static final int GENERATIONS_MAX = 8;
    private static final String RESIDENT = "\nVmRSS:";
    private static final String KILOBYTES = " kB";

    private final Process leader;
    private final boolean isWarden;

    /**
     * @param isWarden whether the leader is a {@link Warden}, the parent of the function's process
     */
    ProcessGroup(Process leader, boolean isWarden) {
        this.leader = leader;
        this.isWarden = isWarden;
    }

    Process leader() {
        return leader;
    }

    /** Ends all of it at once, and waits until the leader is gone and reaped. */
    void kill() {
        if (isWarden && leader.isAlive()) {
            leader.destroy();
            await();
        }
        if (!isWarden || leader.isAlive()) {
            killGroup();
        }
    }

    private void killGroup() {
        Stream<ProcessHandle> descendants = leader.descendants();
        descendants.forEach(ProcessHandle::destroyForcibly);
        signalGroup();
        leader.destroyForcibly();
        await();
    }

    private void await() {
        try {
            leader.waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Java cannot signal a group; those whose parent ended are found by their group only. */
    private void signalGroup() {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- -" + leader.pid())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(KILL_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (IOException e) {
            // Without a shell there is no group: it began as a shell.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The memory that all of it holds, in bytes; 0 where that cannot be told. */
    long residentBytes() {
        String pid = Long.toString(leader.pid());
        return isWarden ? childrenBytes(pid, 0) : residentBytes(pid, 0);
    }

    private static long residentBytes(String pid, int generation) {
        long bytes = ownBytes(pid);
        return bytes == 0 || generation == GENERATIONS_MAX
                ? bytes
                : bytes + childrenBytes(pid, generation);
    }

    /** Java finds children by looking at all processes of the machine; the kernel knows them. */
    private static long childrenBytes(String pid, int generation) {
        long bytes = 0;
        Path tasks = PROC.resolve(pid).resolve("task");
        try (Stream<Path> threads = Files.list(tasks)) {
            for (Path thread : threads.toList()) {
                for (String child : Files.readString(thread.resolve("children")).split(" ")) {
                    bytes += child.isBlank() ? 0 : residentBytes(child.strip(), generation + 1);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            // It has just ended, or this kernel does not tell.
        }
        return bytes;
    }

    /**
     * Asked often, of every process that works: so the line is looked for, and no other is read.
     */
    private static long ownBytes(String pid) {
        try {
            String status = Files.readString(PROC.resolve(pid).resolve("status"));
            int begin = status.indexOf(RESIDENT);
            int end = status.indexOf(KILOBYTES, begin);
            return begin < 0 || end < 0
                    ? 0
                    : Long.parseLong(status.substring(begin + RESIDENT.length(), end).strip())
                            * 1024;
        } catch (IOException e) {
            // It has ended, or this is not Linux.
            return 0;
        }
    }
}
