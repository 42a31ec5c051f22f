package stator.lambda.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import stator.lambda.neighbour.RoleCredentials;
import stator.lambda.neighbour.RoleCredentials.Keys;

/**
 * Starts processes: what is executed, with which limits, and what stands in the environment.
 *
 * <p>A process has a {@link Warden}, so that all it started ends with it and with this server;
 * where there is none, it leads a group of its own, and is ended by the kernel when this server
 * dies.
 */
final class Launcher {
    /** As AWS allows. */
    private static final int FILES_MAX = 1024;

    /** What a process may allocate beyond its memory before the watch sees it. */
    private static final int SLACK_MEGABYTES = 512;

    private static final String BOOTSTRAP = "bootstrap";
    private static final String LIMITS = "ulimit -c 0; ulimit -n %d; ulimit -d %d; ulimit -f %d; ";

    private final Interpreters interpreters;
    private final Bootstraps bootstraps;
    private final Isolation isolation;
    private final RoleCredentials credentials;
    private final Supplier<String> endpoint;

    /**
     * @param endpoint host and port at which this server is reached
     */
    Launcher(
            Interpreters interpreters,
            Bootstraps bootstraps,
            Isolation isolation,
            RoleCredentials credentials,
            Supplier<String> endpoint) {
        this.interpreters = interpreters;
        this.bootstraps = bootstraps;
        this.isolation = isolation;
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /**
     * Starts a process.
     *
     * @param api the address of its Runtime API
     * @param scratch its private folder for temporary files
     * @param stream the name of its log stream
     */
    ProcessGroup start(Program program, String api, Path scratch, String stream)
            throws IOException {
        Interpreter interpreter =
                interpreters
                        .find(program.runtime())
                        .orElseThrow(() -> new IOException(missing(program.runtime())));
        Isolation.Places places = isolation.places(program.code(), bootstraps.folder(), scratch);
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", script(program), "sh"));
        long server = ProcessHandle.current().pid();
        isolation
                .warden()
                .ifPresent(warden -> command.addAll(warden.command(bootstraps.folder(), server)));
        command.addAll(isolation.command(program, interpreter, places, shared(program)));
        command.addAll(run(program, interpreter, places));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(program.code().toFile());
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(environment(program, interpreter, api, stream, places));
        Process process = builder.start();
        process.getOutputStream().close();
        return new ProcessGroup(process, isolation.warden().isPresent());
    }

    /** Whether there is what connects a runtime's handlers with us. */
    boolean canConnect(RuntimeName runtime) {
        return runtime.family() != RuntimeName.Family.JAVA || bootstraps.hasJavaRuntime();
    }

    /** What is said where nothing can run a function. */
    static String missing(RuntimeName runtime) {
        return "This machine has nothing that runs functions of "
                + runtime.identifier()
                + ". "
                + Interpreters.advice(runtime);
    }

    private List<Path> shared(Program program) {
        return program.runtime().family() == RuntimeName.Family.JAVA
                ? List.of(bootstraps.javaRuntime())
                : List.of();
    }

    private String script(Program program) {
        int kilobytes = (2 * program.memoryMegabytes() + SLACK_MEGABYTES) * 1024;
        int blocks = program.ephemeralMegabytes() * 2 * 1024;
        return LIMITS.formatted(FILES_MAX, kilobytes, blocks) + isolation.prefix() + " \"$@\"";
    }

    private List<String> run(Program program, Interpreter interpreter, Isolation.Places places) {
        String executable = interpreter.executable().toString();
        Path runtime = places.runtime();
        return switch (program.runtime().family()) {
            case PYTHON -> List.of(executable, runtime.resolve("bootstrap.py").toString());
            case NODEJS ->
                    List.of(
                            executable,
                            "--max-old-space-size=" + program.memoryMegabytes() * 9 / 10,
                            runtime.resolve("bootstrap.mjs").toString());
            case RUBY -> List.of(executable, runtime.resolve("bootstrap.rb").toString());
            case JAVA ->
                    List.of(
                            executable,
                            "-Xmx" + Math.max(32, program.memoryMegabytes() * 6 / 10) + "m",
                            "-Xss512k",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-XX:ReservedCodeCacheSize=32m",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            classPath(program, places),
                            "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                            program.handler());
            case PROVIDED -> List.of(ownBootstrap(program, places));
        };
    }

    private String classPath(Program program, Isolation.Places places) {
        Path task = places.task();
        return bootstraps.javaRuntime() + "/*:" + task + ":" + task + "/lib/*";
    }

    private static String ownBootstrap(Program program, Isolation.Places places) {
        Path real = realBootstrap(program);
        return real.startsWith(program.code())
                ? places.task().resolve(BOOTSTRAP).toString()
                : real.toString();
    }

    /** The function's, else that of a layer. */
    private static Path realBootstrap(Program program) {
        Path own = program.code().resolve(BOOTSTRAP);
        return Files.exists(own)
                ? own
                : program.layers().stream()
                        .map(layer -> layer.resolve(BOOTSTRAP))
                        .filter(Files::exists)
                        .findFirst()
                        .orElse(own);
    }

    /** Why a runtime that comes with the function cannot be started, if so, in AWS's words. */
    static Optional<String> entryProblem(Program program) {
        if (program.runtime().family() != RuntimeName.Family.PROVIDED) {
            return Optional.empty();
        }
        Path bootstrap = realBootstrap(program);
        if (!Files.exists(bootstrap)) {
            return Optional.of("fork/exec /var/task/bootstrap: no such file or directory");
        }
        return Files.isExecutable(bootstrap)
                ? Optional.empty()
                : Optional.of("fork/exec /var/task/bootstrap: permission denied");
    }

    private Map<String, String> environment(
            Program program,
            Interpreter interpreter,
            String api,
            String stream,
            Isolation.Places places) {
        Map<String, String> all = new HashMap<>();
        all.put("TZ", ":UTC");
        all.put("LANG", "en_US.UTF-8");
        all.put("LAMBDA_TASK_ROOT", places.task().toString());
        all.put("LAMBDA_RUNTIME_DIR", places.runtime().toString());
        all.put("HOME", places.scratch().toString());
        all.put("TMPDIR", places.scratch().toString());
        addEndpoint(all);
        addPaths(program, interpreter, places, all);
        // Whatever the function's owner chose, except what AWS reserves.
        all.putAll(program.environment());
        all.put("_HANDLER", program.handler());
        all.put("AWS_LAMBDA_RUNTIME_API", api);
        all.put("AWS_LAMBDA_FUNCTION_NAME", program.function());
        all.put("AWS_LAMBDA_FUNCTION_VERSION", program.version());
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(program.memoryMegabytes()));
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", program.logGroup());
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", stream);
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + program.runtime().identifier());
        all.put("AWS_REGION", program.region());
        all.put("AWS_DEFAULT_REGION", program.region());
        Keys keys = credentials.of(program.account(), program.role(), program.function());
        all.putIfAbsent("AWS_ACCESS_KEY_ID", keys.accessKey());
        all.putIfAbsent("AWS_SECRET_ACCESS_KEY", keys.secretKey());
        if (!keys.sessionToken().isEmpty()) {
            all.putIfAbsent("AWS_SESSION_TOKEN", keys.sessionToken());
        }
        return all;
    }

    private void addEndpoint(Map<String, String> all) {
        String address = endpoint.get();
        all.put("AWS_ENDPOINT_URL", "http://" + address);
        int colon = address.lastIndexOf(':');
        all.put("LOCALSTACK_HOSTNAME", address.substring(0, colon));
        all.put("EDGE_PORT", address.substring(colon + 1));
    }

    /** Layers lie in folders of their own; of two with the same file, the later one wins. */
    private static void addPaths(
            Program program,
            Interpreter interpreter,
            Isolation.Places places,
            Map<String, String> all) {
        List<Path> layers = new ArrayList<>(program.layers());
        Collections.reverse(layers);
        all.put("PATH", joined(layers, List.of("bin"), "/usr/local/bin:/usr/bin:/bin"));
        all.put(
                "LD_LIBRARY_PATH",
                joined(layers, List.of("lib"), places.task() + ":" + places.task() + "/lib"));
        switch (program.runtime().family()) {
            case PYTHON -> {
                String minor = interpreter.version().replaceAll("^(\\d+\\.\\d+).*", "$1");
                List<String> folders =
                        List.of("python", "python/lib/python" + minor + "/site-packages");
                all.put("PYTHONPATH", joined(layers, folders, places.runtime().toString()));
                all.put("PYTHONUNBUFFERED", "1");
                all.put("PYTHONDONTWRITEBYTECODE", "1");
            }
            case NODEJS -> {
                List<String> folders =
                        List.of(
                                "nodejs/node" + program.runtime().major() + "/node_modules",
                                "nodejs/node_modules");
                all.put("NODE_PATH", joined(layers, folders, "/usr/share/nodejs"));
            }
            case RUBY ->
                    all.put("RUBYLIB", joined(layers, List.of("ruby/lib"), places.task() + ""));
            case JAVA, PROVIDED -> {
                // They find what they need by themselves.
            }
        }
    }

    private static String joined(List<Path> layers, List<String> folders, String last) {
        String paths =
                layers.stream()
                        .flatMap(layer -> folders.stream().map(layer::resolve))
                        .filter(Files::isDirectory)
                        .map(Path::toString)
                        .collect(Collectors.joining(":"));
        return paths.isEmpty() ? last : paths + ":" + last;
    }
}
