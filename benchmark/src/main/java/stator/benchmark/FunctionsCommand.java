package stator.benchmark;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.load.Caller;
import stator.benchmark.load.Endpoint;
import stator.benchmark.load.EndpointSource;
import stator.benchmark.load.Latencies;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.report.MarkdownTable;

/**
 * Measures functions: the first invocation of a new one, those of a warm one by one client and by
 * several, and the way from a write to the function that its stream triggers.
 */
@Command(
        name = "functions",
        description = "Cold starts, invocations per second, and from a write to its function.",
        mixinStandardHelpOptions = true)
final class FunctionsCommand implements Callable<Integer> {
    private static final Duration START_MAX = Duration.ofSeconds(60);
    private static final Duration CALL_MAX = Duration.ofSeconds(60);
    private static final int EVENTS_MILLIS_MAX = 30_000;
    private static final Pattern STREAM = Pattern.compile("\"LatestStreamArn\":\"([^\"]+)\"");

    /** Answers at once; tells the harness of each change, by its number, in a datagram. */
    private static final Map<String, String[]> PROGRAMS =
            Map.of(
                    "python3.12",
                    new String[] {
                        "f.py",
                        "import socket\n"
                                + "s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
                                + "def handler(event, context):\n"
                                + "    for r in event.get('Records', []):\n"
                                + "        s.sendto(r['dynamodb']['Keys']['k']['S'].encode(),"
                                + " ('127.0.0.1', %d))\n"
                                + "    return {}\n"
                    },
                    "nodejs20.x",
                    new String[] {
                        "f.js",
                        "const s = require('dgram').createSocket('udp4'); s.unref();\n"
                                + "exports.handler = async (event) => {\n"
                                + "  for (const r of event.Records || [])\n"
                                + "    await new Promise((sent) => s.send(r.dynamodb.Keys.k.S, %d,"
                                + " '127.0.0.1', sent));\n"
                                + "  return {};\n};\n"
                    });

    @Option(
            names = "--endpoints",
            split = ",",
            defaultValue = "stator-memory,stator-rocksdb",
            description = "As for load. Default: ${DEFAULT-VALUE}")
    private List<String> endpointTexts = List.of();

    @Option(
            names = "--runtimes",
            split = ",",
            defaultValue = "python3.12,nodejs20.x",
            description = "Default: ${DEFAULT-VALUE}")
    private List<String> runtimes = List.of();

    @Option(names = "--cold-starts", defaultValue = "15", description = "Default: ${DEFAULT-VALUE}")
    private int coldStarts;

    @Option(
            names = "--invocations",
            defaultValue = "3000",
            description = "By one client, and then by several. Default: ${DEFAULT-VALUE}")
    private int invocations;

    @Option(names = "--clients", defaultValue = "4", description = "Default: ${DEFAULT-VALUE}")
    private int clients;

    @Option(
            names = "--writes",
            defaultValue = "300",
            description = "Twenty milliseconds apart. Default: ${DEFAULT-VALUE}")
    private int writes;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Override
    public Integer call() throws Exception {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "functions",
                        "first, ms: median, most",
                        "warm, ms: median, 99 %",
                        "a second, 1 client",
                        "a second, " + clients + " clients",
                        "write to function, ms: median, 99 %"));
        for (String text : endpointTexts) {
            try (Endpoint endpoint = Endpoint.start(EndpointSource.parse(text))) {
                new Caller(endpoint.address(), false).awaitUp(endpoint, START_MAX);
                for (String runtime : runtimes) {
                    rows.add(measure(endpoint, runtime));
                }
            }
        }
        System.out.println(MarkdownTable.of(rows));
        return 0;
    }

    private List<String> measure(Endpoint endpoint, String runtime) throws Exception {
        InetSocketAddress address = endpoint.address();
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            String name = runtime.replaceAll("[^a-z0-9]", "-");
            Latencies cold = new Latencies();
            for (int i = 0; i < coldStarts; i++) {
                String one = name + "-cold-" + i;
                create(address, one, runtime, socket.getLocalPort());
                cold.add(invoke(address, one));
            }
            create(address, name, runtime, socket.getLocalPort());
            repeat(address, name, invocations / 5, 1);
            Load alone = repeat(address, name, invocations, 1);
            repeat(address, name, invocations / 5, clients);
            Load together = repeat(address, name, invocations, clients);
            Latencies triggered = trigger(address, name, socket);
            return List.of(
                    endpoint.name() + ", " + runtime,
                    pair(cold, 1),
                    pair(alone.latencies, 0.99),
                    "%.0f".formatted(alone.perSecond()),
                    "%.0f".formatted(together.perSecond()),
                    pair(triggered, 0.99));
        }
    }

    private static String pair(Latencies latencies, double fraction) {
        return "%.1f, %.1f"
                .formatted(latencies.percentileMillis(0.5), latencies.percentileMillis(fraction));
    }

    // Invocations.

    private record Load(Latencies latencies, long count, long nanos) {
        double perSecond() {
            return count * 1e9 / nanos;
        }
    }

    private Load repeat(InetSocketAddress address, String name, int count, int threads)
            throws Exception {
        AtomicInteger left = new AtomicInteger(count);
        Latencies all = new Latencies();
        List<Thread> running = new ArrayList<>();
        long start = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            running.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                Latencies own = new Latencies();
                                while (left.getAndDecrement() > 0) {
                                    own.add(invoke(address, name));
                                }
                                synchronized (all) {
                                    all.addAll(own);
                                }
                            }));
        }
        for (Thread thread : running) {
            thread.join();
        }
        if (all.total() != count) {
            throw new LoadFailure(count - all.total() + " invocations of " + name + " failed");
        }
        return new Load(all, count, System.nanoTime() - start);
    }

    /** How long an invocation takes. */
    private long invoke(InetSocketAddress address, String name) {
        long start = System.nanoTime();
        HttpResponse<String> answer =
                send(address, "lambda", "/2015-03-31/functions/" + name + "/invocations", "", "{}");
        if (!answer.body().equals("{}")) {
            throw new LoadFailure(name + " answered " + answer.body());
        }
        return System.nanoTime() - start;
    }

    private void create(InetSocketAddress address, String name, String runtime, int port)
            throws IOException {
        String[] program = PROGRAMS.get(runtime);
        if (program == null) {
            throw new LoadFailure("No program for " + runtime);
        }
        String body =
                ("{\"FunctionName\":\"%s\",\"Runtime\":\"%s\",\"Handler\":\"f.handler\",\"Timeout\":30,"
                                + "\"Role\":\"arn:aws:iam::000000000000:role/any\",\"Code\":{\"ZipFile\":\"%s\"}}")
                        .formatted(name, runtime, zip(program[0], program[1].formatted(port)));
        send(address, "lambda", "/2015-03-31/functions", "", body);
    }

    private static String zip(String file, String code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(file));
            zip.write(code.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    // From a write to its function.

    private Latencies trigger(InetSocketAddress address, String name, DatagramSocket socket)
            throws Exception {
        String table =
                dynamoDb(
                        address,
                        "CreateTable",
                        ("{\"TableName\":\"%s\",\"BillingMode\":\"PAY_PER_REQUEST\","
                                        + "\"AttributeDefinitions\":[{\"AttributeName\":\"k\",\"AttributeType\":\"S\"}],"
                                        + "\"KeySchema\":[{\"AttributeName\":\"k\",\"KeyType\":\"HASH\"}],"
                                        + "\"StreamSpecification\":{\"StreamEnabled\":true,\"StreamViewType\":\"KEYS_ONLY\"}}")
                                .formatted(name));
        Matcher stream = STREAM.matcher(table);
        if (!stream.find()) {
            throw new LoadFailure("No stream: " + table);
        }
        send(
                address,
                "lambda",
                "/2015-03-31/event-source-mappings",
                "",
                ("{\"EventSourceArn\":\"%s\",\"FunctionName\":\"%s\","
                                + "\"StartingPosition\":\"TRIM_HORIZON\"}")
                        .formatted(stream.group(1), name));
        Map<Integer, Long> sent = new ConcurrentHashMap<>();
        Thread writer = Thread.ofPlatform().start(() -> write(address, name, sent));
        Latencies latencies = new Latencies();
        int warmUp = writes / 5;
        socket.setSoTimeout(EVENTS_MILLIS_MAX);
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        for (int come = 0; come < warmUp + writes; come++) {
            socket.receive(packet);
            long now = System.nanoTime();
            int number =
                    Integer.parseInt(
                            new String(
                                    packet.getData(),
                                    0,
                                    packet.getLength(),
                                    StandardCharsets.UTF_8));
            if (number >= warmUp) {
                latencies.add(now - sent.get(number));
            }
        }
        writer.join();
        return latencies;
    }

    private void write(InetSocketAddress address, String table, Map<Integer, Long> sent) {
        try {
            for (int i = 0; i < writes + writes / 5; i++) {
                sent.put(i, System.nanoTime());
                dynamoDb(
                        address,
                        "PutItem",
                        "{\"TableName\":\"%s\",\"Item\":{\"k\":{\"S\":\"%d\"}}}"
                                .formatted(table, i));
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Requests.

    private String dynamoDb(InetSocketAddress address, String operation, String body) {
        return send(address, "dynamodb", "/", "DynamoDB_20120810." + operation, body).body();
    }

    private HttpResponse<String> send(
            InetSocketAddress address, String service, String path, String target, String body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://"
                                                + address.getHostString()
                                                + ":"
                                                + address.getPort()
                                                + path))
                        .timeout(CALL_MAX)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/x-amz-json-1.0")
                        .header("X-Amz-Date", "20260101T000000Z")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=benchmark/20260101/us-east-1/"
                                        + service
                                        + "/aws4_request, SignedHeaders=host, Signature=00");
        if (!target.isEmpty()) {
            request.header("X-Amz-Target", target);
        }
        try {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300) {
                throw new LoadFailure(answer.statusCode() + ": " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new LoadFailure("A request failed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadFailure("The measurement was stopped");
        }
    }
}
