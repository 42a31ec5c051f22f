package stator.lambda.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Finds the interpreters of this machine. Each candidate is asked once who it is: a file of that
 * name in the search path may be a shim for something that is not installed. Thread-safe.
 */
public final class Interpreters {
    private static final int ANSWER_SECONDS = 10;
    private static final List<String> USUAL_FOLDERS = List.of("/usr/bin", "/usr/local/bin");

    /** Prints the real executable, the version, and whether the SDK that AWS has there is there. */
    private static final String ASK_PYTHON =
            "import sys, importlib.util as u\n"
                    + "print(sys.executable)\n"
                    + "print('%d.%d.%d' % sys.version_info[:3])\n"
                    + "print(u.find_spec('boto3') is not None)";

    private static final String ASK_NODE =
            "console.log(process.execPath); console.log(process.versions.node);"
                    + " console.log('True')";
    private static final String ASK_RUBY =
            "require 'rbconfig'; puts RbConfig.ruby; puts RUBY_VERSION; puts 'True'";

    private final List<Path> folders;
    private final Map<RuntimeName, Optional<Interpreter>> found = new ConcurrentHashMap<>();

    /** What a candidate said of itself. */
    private record Candidate(Interpreter interpreter, boolean hasSdk) {}

    /**
     * @param searchPath as the variable PATH has it
     */
    public Interpreters(String searchPath) {
        Set<Path> all = new LinkedHashSet<>();
        for (String folder : searchPath.split(":")) {
            if (!folder.isEmpty()) {
                all.add(Path.of(folder));
            }
        }
        USUAL_FOLDERS.forEach(folder -> all.add(Path.of(folder)));
        folders = List.copyOf(all);
    }

    /** What runs a runtime's functions; empty if this machine has nothing that does. */
    public Optional<Interpreter> find(RuntimeName runtime) {
        return found.computeIfAbsent(runtime, this::search);
    }

    private Optional<Interpreter> search(RuntimeName runtime) {
        return switch (runtime.family()) {
            case PROVIDED -> Optional.of(Interpreter.OWN);
            case PYTHON ->
                    best(
                            List.of("python" + runtime.version(), "python3"),
                            List.of("-c", ASK_PYTHON),
                            runtime.version());
            case NODEJS -> best(List.of("node"), List.of("-e", ASK_NODE), runtime.major());
            case RUBY ->
                    best(
                            List.of("ruby" + runtime.version(), "ruby"),
                            List.of("-e", ASK_RUBY),
                            runtime.version());
            case JAVA -> java();
        };
    }

    /** The JDK that runs this server: functions may be of any older version. */
    private static Optional<Interpreter> java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return Files.isExecutable(java)
                ? Optional.of(new Interpreter(java, System.getProperty("java.version")))
                : Optional.empty();
    }

    /** The SDK comes first, because most functions use it; then the version that is asked for. */
    private Optional<Interpreter> best(List<String> names, List<String> question, String version) {
        Candidate best = null;
        int bestWorth = -1;
        for (Candidate candidate : candidates(names, question)) {
            boolean exact = candidate.interpreter.version().startsWith(version + ".");
            int worth = (candidate.hasSdk ? 2 : 0) + (exact ? 1 : 0);
            if (worth > bestWorth) {
                best = candidate;
                bestWorth = worth;
            }
        }
        return Optional.ofNullable(best).map(Candidate::interpreter);
    }

    private List<Candidate> candidates(List<String> names, List<String> question) {
        Set<Path> asked = new LinkedHashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (String name : names) {
            for (Path folder : folders) {
                Path file = folder.resolve(name);
                if (Files.isExecutable(file) && asked.add(real(file))) {
                    ask(file, question).ifPresent(candidates::add);
                }
            }
        }
        return candidates;
    }

    /** Shims of different names are links to one file and mean different things. */
    private static Path real(Path file) {
        try {
            Path real = file.toRealPath();
            return real.getFileName().toString().startsWith("p") ? real : file;
        } catch (IOException e) {
            return file;
        }
    }

    private static Optional<Candidate> ask(Path file, List<String> question) {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(question);
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
            if (!process.waitFor(ANSWER_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            String answer =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String[] lines = answer.split("\n");
            return process.exitValue() == 0 && lines.length == 3
                    ? Optional.of(
                            new Candidate(
                                    new Interpreter(Path.of(lines[0]), lines[1]),
                                    lines[2].equals("True")))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** What to install, for people. */
    public static String advice(RuntimeName runtime) {
        return switch (runtime.family()) {
            case PYTHON -> "Install Python 3 (Debian: apt-get install python3 python3-boto3).";
            case NODEJS -> "Install Node.js (Debian: apt-get install nodejs).";
            case RUBY -> "Install Ruby (Debian: apt-get install ruby).";
            case JAVA ->
                    "Stator's folder runtime/java, with AWS's runtime interface client, is missing."
                            + " Another one is named by"
                            + " STATOR_JAVA_OPTIONS=-Dstator.java.runtime=FOLDER.";
            case PROVIDED -> "";
        };
    }
}
