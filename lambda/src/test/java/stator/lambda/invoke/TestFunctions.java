package stator.lambda.invoke;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryBuckets;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.database.table.Namespace;
import stator.lambda.code.Archive;
import stator.lambda.code.CodeStore;
import stator.lambda.code.Hold;
import stator.lambda.document.Document;
import stator.lambda.document.Shelf;
import stator.lambda.document.TestStore;
import stator.lambda.function.FunctionReference;
import stator.lambda.function.FunctionStore;
import stator.lambda.function.FunctionVersion;
import stator.lambda.function.LayerStore;
import stator.lambda.neighbour.FunctionLog;
import stator.lambda.neighbour.RoleCredentials;
import stator.lambda.runtime.Interpreters;
import stator.lambda.runtime.Sandboxes;

/** Functions in Python that can be invoked, and what is counted of them. */
final class TestFunctions implements AutoCloseable {
    static final Namespace NAMESPACE = new Namespace("000000000000", "us-east-1");

    private static final Duration RETRY_PAUSE = Duration.ofMillis(10);

    private final TestStore store = new TestStore();
    private final AtomicInteger invocations = new AtomicInteger();
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final Meter meter =
            new Meter((namespace, function, resource, metric, value) ->
                    invocations.addAndGet(metric.equals("Invocations") ? 1 : 0));
    private final Clock clock = Clock.systemUTC();
    private final Database database =
            Database.open(store.store(), DatabaseSettings.DEFAULT, clock, new Random(1));
    private final CodeStore code;
    private final Sandboxes sandboxes;

    final FunctionStore functions = new FunctionStore(database.documents());
    final Invoker invoker;
    final EventQueue events;

    /**
     * @param folder for the files of functions
     */
    TestFunctions(Path folder) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "Python is not installed");
        code = new CodeStore(new MemoryBucket(), folder.resolve("code"), functions::uses);
        sandboxes =
                new Sandboxes(
                        folder.resolve("processes"),
                        Path.of(""),
                        new Interpreters(""),
                        RoleCredentials.OF_ACCOUNT,
                        () -> "localhost:1",
                        new Sandboxes.Limits(2, Duration.ofMinutes(5)),
                        clock,
                        new Random(1));
        Programs programs =
                new Programs(code, new LayerStore(database.documents()), FunctionLog.NONE);
        invoker = new Invoker(functions, programs, sandboxes, meter, new Random(1));
        events =
                new EventQueue(
                        database.documents(),
                        functions,
                        invoker,
                        new Destinations(new MemoryBuckets(), (arn, message) -> targets.add(arn)),
                        meter,
                        RETRY_PAUSE,
                        clock);
    }

    /** Makes a function, or gives it other code. */
    FunctionReference put(String name, String handler) throws Exception {
        FunctionReference function = new FunctionReference(NAMESPACE, name, "");
        Archive archive = archive(handler);
        Hold hold = code.put(archive);
        try {
            functions.putLatest(
                    new FunctionVersion(
                            function,
                            Document.of("Version", FunctionReference.LATEST)
                                    .with("Runtime", "python3.12")
                                    .with("Handler", "f.handler")
                                    .with("Timeout", 30)
                                    .with("RevisionId", UUID.randomUUID().toString())
                                    .with("CodeSha256", archive.sha256())));
        } finally {
            hold.close();
        }
        return function;
    }

    private static Archive archive(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("f.py"));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new Archive(bytes.toByteArray());
    }

    /** Deletes the code of a version that has changed, or is gone. */
    void forgetCode(FunctionVersion version) {
        code.forget(version.codeSha256());
    }

    static InvokeRequest request(FunctionReference function) {
        return InvokeRequest.of(
                UUID.randomUUID().toString(), function, "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** How often the document of a function was read. */
    int reads() {
        return store.reads("lambda-function");
    }

    /** To where messages were sent. */
    List<String> targets() {
        return List.copyOf(targets);
    }

    /** How many invocations have ended. */
    int invocations() {
        return invocations.get();
    }

    /** The events that are not dealt with yet. */
    List<Shelf.Entry> waiting() {
        return new Shelf(database.documents(), EventQueue.KIND).all();
    }

    @Override
    public void close() {
        events.close();
        sandboxes.close();
        database.close();
    }
}
