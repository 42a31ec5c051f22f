package stator.lambda.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What a function sees of this machine. Where bubblewrap is installed and allowed: system files to
 * read, its code at {@code /var/task}, a {@code /tmp} of its own, the network, and nothing else.
 * Elsewhere all that this server's user may see, with {@code TMPDIR} pointing to a folder of its
 * own.
 */
final class Isolation {
    private static final Path BUBBLEWRAP = Path.of("/usr/bin/bwrap");
    private static final List<String> SYSTEM_FOLDERS =
            List.of(
                    "/usr",
                    "/bin",
                    "/sbin",
                    "/lib",
                    "/lib32",
                    "/lib64",
                    "/etc",
                    "/opt",
                    "/nix",
                    "/run/systemd/resolve");
    private static final int TRIAL_SECONDS = 10;

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    private final boolean hasBubblewrap;
    private final String prefix;
    private final Optional<Warden> warden;

    /**
     * Where a function finds its things, as it sees them.
     *
     * @param task its code
     * @param runtime our bootstraps
     * @param scratch for temporary files
     */
    record Places(Path task, Path runtime, Path scratch, Path realRuntime, Path realScratch) {}

    private Isolation(boolean hasBubblewrap, String prefix, Optional<Warden> warden) {
        this.hasBubblewrap = hasBubblewrap;
        this.prefix = prefix;
        this.warden = warden;
    }

    /** What this machine can do. */
    static Isolation ofThisMachine() {
        StringBuilder prefix = new StringBuilder("exec");
        if (Files.isExecutable(SETSID)) {
            prefix.append(" /usr/bin/setsid");
        }
        boolean isolates = isolates();
        // Bubblewrap ends all processes that it has let begin.
        Optional<Warden> warden = isolates ? Optional.empty() : Warden.ofThisMachine();
        if (warden.isPresent()) {
            prefix.insert(0, Warden.ENVIRONMENT + " ");
        } else if (works("/usr/bin/setpriv", "--pdeathsig", "KILL", "/bin/true")) {
            prefix.append(" /usr/bin/setpriv --pdeathsig KILL");
        }
        return new Isolation(isolates, prefix.toString(), warden);
    }

    private static boolean isolates() {
        return Files.isExecutable(BUBBLEWRAP)
                && works(
                        BUBBLEWRAP.toString(),
                        "--ro-bind",
                        "/",
                        "/",
                        "--unshare-pid",
                        "--proc",
                        "/proc",
                        "--dev",
                        "/dev",
                        "/bin/true");
    }

    /** Without any of it. */
    static Isolation none() {
        return new Isolation(false, "exec", Optional.empty());
    }

    /** Whether a command ends well. */
    static boolean works(String... command) {
        try {
            Process trial =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!trial.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
                trial.destroyForcibly();
                return false;
            }
            return trial.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What a shell executes before the command: a group of its own, ended with this server. */
    String prefix() {
        return prefix;
    }

    /** Who ends what a process has started. */
    Optional<Warden> warden() {
        return warden;
    }

    /** Whether each process leads a group of its own, and nobody else ends what it has started. */
    boolean needsGuardian() {
        return warden.isEmpty() && prefix.contains(SETSID.toString());
    }

    Places places(Path code, Path runtime, Path scratch) {
        return hasBubblewrap
                ? new Places(
                        Path.of("/var/task"),
                        Path.of("/var/runtime"),
                        Path.of("/tmp"),
                        runtime,
                        scratch)
                : new Places(code, runtime, scratch, runtime, scratch);
    }

    /**
     * What comes before the function's command.
     *
     * @param shared folders that it sees as they are
     */
    List<String> command(
            Program program, Interpreter interpreter, Places places, List<Path> shared) {
        if (!hasBubblewrap) {
            return List.of();
        }
        List<String> command =
                new ArrayList<>(
                        List.of(BUBBLEWRAP.toString(), "--die-with-parent", "--unshare-pid"));
        for (String folder : SYSTEM_FOLDERS) {
            command.addAll(List.of("--ro-bind-try", folder, folder));
        }
        command.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
        command.addAll(List.of("--bind", places.realScratch().toString(), "/tmp"));
        addInstallation(interpreter, command);
        program.layers().forEach(layer -> bind(layer, layer, command));
        shared.forEach(folder -> bind(folder, folder, command));
        bind(places.realRuntime(), places.runtime(), command);
        bind(program.code(), places.task(), command);
        command.addAll(List.of("--chdir", places.task().toString(), "--"));
        return command;
    }

    private static void bind(Path real, Path shown, List<String> command) {
        command.addAll(List.of("--ro-bind", real.toString(), shown.toString()));
    }

    /** An interpreter that somebody installed elsewhere, with its library. */
    private static void addInstallation(Interpreter interpreter, List<String> command) {
        Path bin = interpreter.executable().getParent();
        if (bin == null || bin.getParent() == null) {
            return;
        }
        Path installation = bin.getParent();
        if (SYSTEM_FOLDERS.stream().noneMatch(installation::startsWith)
                && installation.getNameCount() > 1) {
            bind(installation, installation, command);
        }
    }
}
