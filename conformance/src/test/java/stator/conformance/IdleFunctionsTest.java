package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Whoever uses tables only pays nothing for functions: no class of theirs, no thread. */
class IdleFunctionsTest {
    private static final Pattern FUNCTION_CLASS = Pattern.compile("\\b(stator\\.lambda\\.\\S+)");

    /** Far more than it takes: other tests and builds may have the machine. */
    private static final int PATIENCE_SECONDS = 300;

    /** By what the door recognises them. */
    private static final Set<String> ALLOWED = Set.of("stator.lambda.LambdaEntrance");

    @TempDir Path folder;

    private final int port = ServerProcess.freePort();

    @Test
    @EnabledOnOs(OS.LINUX)
    void nothingOfFunctionsIsLoadedBeforeTheyAreUsed() throws Exception {
        Path log = folder.resolve("classes.log");
        ProcessBuilder builder =
                new ProcessBuilder(
                        ServerProcess.root().resolve("stator").toString(),
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        Integer.toString(port));
        builder.environment().put("STATOR_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
        builder.redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("output").toFile());
        Process server = builder.start();
        try (HttpClient http = HttpClient.newHttpClient()) {
            awaitHealth(http, server);
            assertEquals(200, call(http, "dynamodb", "POST", "/", "{}"));
            assertEquals(Set.of(), loaded(log));
            assertEquals(List.of(), threads(server));
            assertEquals(200, call(http, "lambda", "GET", "/2015-03-31/functions", ""));
            assertTrue(
                    loaded(log).contains("stator.lambda.LambdaService"),
                    "The log of classes tells what is loaded");
            assertEquals(List.of(), threads(server), "Threads begin with an invocation");
        } finally {
            server.destroy();
            server.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void awaitHealth(HttpClient http, Process server) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        HttpRequest request = HttpRequest.newBuilder(uri("/health")).build();
        while (true) {
            try {
                http.send(request, HttpResponse.BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                assertTrue(server.isAlive() && System.nanoTime() < end, "The server starts");
                Thread.sleep(20);
            }
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private int call(HttpClient http, String service, String method, String path, String body)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                        .header("X-Amz-Date", "20260101T000000Z")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/"
                                        + service
                                        + "/aws4_request, SignedHeaders=host, Signature=00")
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static Set<String> loaded(Path log) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String line : Files.readAllLines(log)) {
            Matcher matcher = FUNCTION_CLASS.matcher(line);
            if (matcher.find() && !ALLOWED.contains(matcher.group(1).replaceAll("[$/].*", ""))) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    /** The kernel knows the first 15 characters of their names. */
    private static List<String> threads(Process server) throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + server.pid() + "/task"))) {
            return tasks.map(IdleFunctionsTest::name)
                    .filter(name -> name.startsWith("stator-lambda"))
                    .toList();
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm")).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
