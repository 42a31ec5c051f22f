package stator.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.server.Configuration;
import stator.server.StatorServer;
import stator.server.function.FunctionClient.Answer;

/** Java functions run by what the distribution has, as archives that a build tool would make. */
class JavaFunctionsTest {
    private static final String SOURCE =
            """
            package example;

            import com.amazonaws.services.lambda.runtime.Context;
            import com.amazonaws.services.lambda.runtime.RequestHandler;
            import java.util.List;
            import java.util.Map;

            public class Greeter implements RequestHandler<Map<String, Object>, Map<String, Object>> {
                public static class Order { public String item; public int count; }

                @Override
                public Map<String, Object> handleRequest(Map<String, Object> event, Context context) {
                    context.getLogger().log("saw " + event.keySet() + "\\n");
                    if (event.containsKey("fail")) throw new IllegalStateException("no greeting");
                    return Map.of("hello", event.getOrDefault("name", "nobody"),
                            "function", context.getFunctionName(),
                            "remaining", context.getRemainingTimeInMillis() > 0);
                }

                public String order(Order order) { return order.count + " " + order.item; }
            }
            """;

    private StatorServer server;
    private FunctionClient client;

    @TempDir private Path folder;

    @BeforeEach
    void start() {
        server = StatorServer.start(Configuration.inMemory());
        client = new FunctionClient(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** A jar of the source, compiled against what the distribution gives functions. */
    private String archive() throws Exception {
        Path source = folder.resolve("Greeter.java");
        Path classes = folder.resolve("classes");
        Path jar = folder.resolve("greeter.jar");
        Files.writeString(source, SOURCE);
        run(
                "javac",
                "--release",
                "17",
                "-cp",
                System.getProperty("stator.java.runtime") + "/*",
                "-d",
                classes.toString(),
                source.toString());
        run("jar", "--create", "--file", jar.toString(), "-C", classes.toString(), ".");
        return Base64.getEncoder().encodeToString(Files.readAllBytes(jar));
    }

    private static void run(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor(), tool);
    }

    private void create(String name, String handler, String archive) throws IOException {
        Answer created =
                client.call(
                        "POST",
                        "/2015-03-31/functions",
                        ("{\"FunctionName\":\"%s\",\"Runtime\":\"java17\",\"Handler\":\"%s\","
                                        + "\"Role\":\"arn:aws:iam::000000000000:role/r\",\"Timeout\":60,"
                                        + "\"MemorySize\":512,\"Code\":{\"ZipFile\":\"%s\"}}")
                                .formatted(name, handler, archive));
        assertEquals(201, created.status(), created.body());
    }

    @Test
    void aHandlerAndAPlainMethodRun() throws Exception {
        String archive = archive();
        create("greeter", "example.Greeter", archive);
        Answer greeted = client.invoke("greeter", "{\"name\":\"you\"}", "X-Amz-Log-Type", "Tail");
        assertEquals(200, greeted.status());
        assertEquals("", greeted.header("x-amz-function-error"), greeted.body());
        assertTrue(greeted.body().contains("\"hello\":\"you\""), greeted.body());
        assertTrue(greeted.body().contains("\"function\":\"greeter\""), greeted.body());
        assertTrue(greeted.body().contains("\"remaining\":true"), greeted.body());
        String log =
                new String(
                        Base64.getDecoder().decode(greeted.header("x-amz-log-result")),
                        StandardCharsets.UTF_8);
        assertTrue(log.contains("saw [name]"), log);
        Answer failed = client.invoke("greeter", "{\"fail\":1}");
        assertEquals("Unhandled", failed.header("x-amz-function-error"));
        assertTrue(
                failed.body()
                        .contains(
                                "\"errorMessage\":\"no greeting\",\"errorType\":"
                                        + "\"java.lang.IllegalStateException\""),
                failed.body());
        create("order", "example.Greeter::order", archive);
        assertEquals(
                "\"3 apples\"", client.invoke("order", "{\"item\":\"apples\",\"count\":3}").body());
    }
}
