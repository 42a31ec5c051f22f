package stator.benchmark.object;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import stator.benchmark.load.Caller;
import stator.benchmark.load.Endpoint;
import stator.benchmark.load.EndpointSource;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.report.Comparison;
import stator.benchmark.report.MarkdownTable;

/** Puts and gets of objects of three sizes, beside a server that only writes and sends files. */
@Command(
        name = "objects",
        description =
                "Puts and gets of objects of 1 KB, 1 MB and 100 MB, beside a bare file server.",
        mixinStandardHelpOptions = true)
public final class ObjectsCommand implements Callable<Integer> {
    private static final long START_NANOS_MAX = 120_000_000_000L;
    private static final int PIECE_BYTES = 1 << 20;

    @Option(
            names = "--endpoints",
            split = ",",
            defaultValue = "files,files-synced,stator-rocksdb",
            description = "Known names, or name=command. Default: ${DEFAULT-VALUE}")
    private List<String> endpointTexts = List.of();

    @Option(names = "--rounds", defaultValue = "5", description = "Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--scale",
            defaultValue = "1",
            description = "Of the number of objects in a round. Default: ${DEFAULT-VALUE}")
    private double scale;

    /**
     * Objects of a size.
     *
     * @param count how many a round puts and gets
     */
    private record Size(String name, long bytes, int connections, int count) {}

    private static final List<Size> SIZES =
            List.of(
                    new Size("1 KB", 1 << 10, 16, 4_000),
                    new Size("1 MB", 1 << 20, 4, 200),
                    new Size("100 MB", 100L << 20, 2, 6));

    /** One request of a round, by its number. */
    @FunctionalInterface
    private interface Step {
        void run(ObjectClient client, int number) throws IOException;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<EndpointSource> sources = endpointTexts.stream().map(EndpointSource::parse).toList();
        Map<String, Map<String, List<Double>>> seconds = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (EndpointSource source : sources) {
                measure(source, round, seconds);
            }
        }
        System.out.println(table(sources, seconds));
        return 0;
    }

    /** The first round warms up what it can: the file system, and the harness itself. */
    private void measure(
            EndpointSource source, int round, Map<String, Map<String, List<Double>>> seconds)
            throws IOException, InterruptedException {
        try (Endpoint endpoint = Endpoint.start(source)) {
            awaitStart(endpoint);
            byte[] bytes = new byte[PIECE_BYTES];
            new Random(round).nextBytes(bytes);
            try (ObjectClient client = new ObjectClient(endpoint.address())) {
                client.put("/bench", bytes, 0);
            }
            for (Size size : SIZES) {
                int count = (int) Math.max(size.connections(), size.count() * scale);
                // Once more than is counted, so that the server has compiled what it needs.
                for (int pass = 0; pass < 2; pass++) {
                    double put =
                            timed(
                                    endpoint.address(),
                                    size,
                                    count,
                                    (client, n) -> client.put(path(size, n), bytes, size.bytes()));
                    double get =
                            timed(
                                    endpoint.address(),
                                    size,
                                    count,
                                    (client, n) -> client.get(path(size, n), size.bytes()));
                    if (pass == 1 && round > 0) {
                        note(seconds, source, "put " + size.name(), put / count);
                        note(seconds, source, "get " + size.name(), get / count);
                    }
                }
            }
        }
    }

    private static String path(Size size, int number) {
        return "/bench/" + size.bytes() + "-" + number;
    }

    private static void note(
            Map<String, Map<String, List<Double>>> seconds,
            EndpointSource source,
            String what,
            double value) {
        seconds.computeIfAbsent(what, first -> new LinkedHashMap<>())
                .computeIfAbsent(source.name(), first -> new ArrayList<>())
                .add(value);
    }

    private static void awaitStart(Endpoint endpoint) throws InterruptedException {
        long start = System.nanoTime();
        Caller caller = new Caller(endpoint.address(), false);
        while (!isUp(endpoint, caller)) {
            endpoint.requireRunning();
            if (System.nanoTime() - start > START_NANOS_MAX) {
                throw new LoadFailure(endpoint.name() + " does not answer");
            }
            Thread.sleep(20);
        }
    }

    /** A file server knows no health; that it takes a connection is enough. */
    private static boolean isUp(Endpoint endpoint, Caller caller) throws InterruptedException {
        if (!endpoint.name().startsWith("files")) {
            return caller.isUp();
        }
        try {
            new ObjectClient(endpoint.address()).close();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The seconds that it takes all connections together. */
    private static double timed(InetSocketAddress address, Size size, int count, Step step) {
        try (ExecutorService threads = Executors.newFixedThreadPool(size.connections())) {
            List<Future<?>> running = new ArrayList<>();
            long start = System.nanoTime();
            for (int first = 0; first < size.connections(); first++) {
                int from = first;
                running.add(
                        threads.submit(() -> {
                            try (ObjectClient client = new ObjectClient(address)) {
                                for (int n = from; n < count; n += size.connections()) {
                                    step.run(client, n);
                                }
                            }
                            return null;
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            return (System.nanoTime() - start) / 1e9;
        } catch (InterruptedException | ExecutionException e) {
            throw new LoadFailure("the load failed: " + e.getCause());
        }
    }

    private static String table(
            List<EndpointSource> sources, Map<String, Map<String, List<Double>>> seconds) {
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("objects"));
        for (EndpointSource source : sources) {
            header.add(source.name() + ", /s");
            header.add("MB/s");
        }
        rows.add(header);
        seconds.forEach((what, bySource) -> {
            long bytes =
                    SIZES.stream()
                            .filter(size -> what.endsWith(" " + size.name()))
                            .mapToLong(Size::bytes)
                            .findFirst()
                            .orElseThrow();
            List<String> row = new ArrayList<>(List.of(what));
            for (EndpointSource source : sources) {
                double[] all =
                        bySource.get(source.name()).stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray();
                double perSecond = 1 / Comparison.median(all);
                row.add((perSecond < 100 ? "%.1f" : "%,.0f").formatted(perSecond));
                row.add("%,.0f".formatted(perSecond * bytes / (1 << 20)));
            }
            rows.add(row);
        });
        return MarkdownTable.of(rows);
    }
}
