package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A service that nobody uses costs nothing: none of its classes is loaded but those by which its
 * requests are recognised, and no thread of it runs. What the running server itself says of its
 * classes and threads is compared, not how long anything takes.
 */
class IdleServicesTest {
    private static final Pattern CLASS =
            Pattern.compile("\\bstator\\.(s3|logs|cloudwatch|autoscaling)\\.[\\w.$]+");
    private static final Pattern THREAD =
            Pattern.compile("\"(stator-(?:s3|logs|cloudwatch|autoscaling))\"");

    /**
     * The nameplates, which the door reads before it knows whom a request means; and types without
     * code or not yet used that Java looks at because nameplates and wiring name them.
     */
    private static final Set<String> AT_START =
            Set.of(
                    "stator.s3.S3Service",
                    "stator.s3.request.ObjectEvents",
                    "stator.s3.request.S3Exception",
                    "stator.s3.target.NotificationTargets",
                    "stator.logs.LogsService",
                    "stator.logs.store.LogStore",
                    "stator.cloudwatch.CloudWatchService",
                    "stator.cloudwatch.metric.MetricSource",
                    "stator.cloudwatch.wire.WireException",
                    "stator.autoscaling.AutoScalingService",
                    "stator.autoscaling.scaling.ScaledCapacity");

    private ServerProcess server;

    @BeforeEach
    void start() {
        server = ServerProcess.inMemory();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void nothingOfThemIsThereWhileOnlyTablesAreUsed() throws Exception {
        assertEquals(200, json("dynamodb", "DynamoDB_20120810.ListTables", "1.0"));
        Set<String> loaded = loaded("");
        loaded.removeAll(AT_START);
        assertEquals(Set.of(), loaded);
        assertEquals(Set.of(), threads());
    }

    /** So that the other test can fail: whoever is used is seen, and nobody else. */
    @ParameterizedTest
    @CsvSource({
        "s3, '', true",
        "logs, Logs_20140328.DescribeLogGroups, true",
        "monitoring, GraniteServiceVersion20100801.ListMetrics, true",
        "application-autoscaling, AnyScaleFrontendService.DescribeScalableTargets, false"
    })
    void whoeverIsUsedIsThere(String scope, String target, boolean works) throws Exception {
        String name =
                scope.equals("monitoring")
                        ? "cloudwatch"
                        : scope.equals("application-autoscaling") ? "autoscaling" : scope;
        assertEquals(200, target.isEmpty() ? put("/bucket") : json(scope, target, "1.1"));
        assertTrue(loaded(name).size() > 3, () -> "classes of " + name);
        for (String other : List.of("s3", "logs", "cloudwatch", "autoscaling")) {
            if (!other.equals(name)) {
                Set<String> loaded = loaded(other);
                loaded.removeAll(AT_START);
                assertEquals(Set.of(), loaded, "while " + name + " is used");
            }
        }
        // Auto scaling works only while something is registered.
        assertEquals(works ? Set.of("stator-" + name) : Set.of(), threads());
    }

    private static String signedFor(String scope) {
        return "AWS4-HMAC-SHA256 Credential=test/20261129/us-east-1/"
                + scope
                + "/aws4_request, SignedHeaders=host, Signature=0";
    }

    private int json(String scope, String target, String version) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(server.endpoint()))
                        .header("Authorization", signedFor(scope))
                        .header("X-Amz-Date", "20261129T000000Z")
                        .header("X-Amz-Target", target)
                        .header("Content-Type", "application/x-amz-json-" + version)
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        scope.startsWith("application")
                                                ? "{\"ServiceNamespace\":\"dynamodb\"}"
                                                : "{}")));
    }

    private int put(String path) throws Exception {
        return send(
                HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                        .header("Authorization", signedFor("s3"))
                        .header("X-Amz-Date", "20261129T000000Z")
                        .header("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD")
                        .PUT(HttpRequest.BodyPublishers.noBody()));
    }

    private static int send(HttpRequest.Builder request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }

    /** The classes of a service, or of all of them, that the server has loaded. */
    private Set<String> loaded(String service) throws Exception {
        Set<String> classes = new TreeSet<>();
        Matcher matcher = CLASS.matcher(jcmd("VM.class_hierarchy", "-i"));
        while (matcher.find()) {
            // A lambda's class has the name of the class that it stands in, and more.
            String name = matcher.group().replaceAll("\\$.*", "");
            if (name.startsWith("stator." + service)) {
                classes.add(name);
            }
        }
        return classes;
    }

    private Set<String> threads() throws Exception {
        Path dump = Files.createTempFile("stator-threads", ".txt");
        Files.delete(dump);
        jcmd("Thread.dump_to_file", dump.toString());
        Set<String> names = new TreeSet<>();
        Matcher matcher = THREAD.matcher(Files.readString(dump));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        Files.delete(dump);
        return names;
    }

    private String jcmd(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        line.add(Long.toString(server.pid()));
        line.addAll(List.of(command));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
