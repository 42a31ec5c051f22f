package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server that is killed leaves nothing of its functions behind. */
class FunctionProcessesTest {
    private static final long PATIENCE_MILLIS = 60_000;

    /** Nobody else sleeps as long. */
    private final int seconds = ThreadLocalRandom.current().nextInt(100_000, 1_000_000);

    private enum Language {
        PYTHON(
                "python3.12",
                "f.py",
                """
                import os, subprocess, time
                def daemon(seconds):
                    if os.fork() == 0:
                        os.setsid()
                        if os.fork() == 0:
                            os.closerange(0, 64)
                            os.execve('/bin/sleep', ['sleep', seconds], {})
                        os._exit(0)
                    os.wait()
                def handler(event, context):
                    if 'returns' in event: return 1
                    daemon('SECONDS')
                    subprocess.Popen(['sleep', 'SECONDS'], start_new_session=True, env={})
                    if 'exits' in event: os._exit(3)
                    time.sleep(100)
                """),
        NODE(
                "nodejs20.x",
                "f.mjs",
                """
                import { spawn } from 'node:child_process';
                export async function handler(event) {
                    if (event.returns) return 1;
                    const lonely = { detached: true, stdio: 'ignore', env: {} };
                    spawn('/usr/bin/setsid', ['-f', '/bin/sh', '-c', 'exec sleep SECONDS'], lonely).unref();
                    spawn('/bin/sleep', ['SECONDS'], { ...lonely, argv0: 'sleep' }).unref();
                    await new Promise(then => setTimeout(then, 500));
                    if (event.exits) process.exit(3);
                    await new Promise(then => setTimeout(then, 100000));
                }
                """);

        private final String runtime;
        private final String file;
        private final String code;

        Language(String runtime, String file, String code) {
            this.runtime = runtime;
            this.file = file;
            this.code = code;
        }
    }

    private static final String INVOCATIONS = "/2015-03-31/functions/f/invocations";

    /** Each function starts two daemons, which have sessions of their own and no environment. */
    @ParameterizedTest
    @EnumSource
    @EnabledOnOs(OS.LINUX)
    void nothingIsLeftAfterKillNine(Language language, @TempDir Path data) throws Exception {
        assumeInstalled(language);
        ServerProcess server = ServerProcess.onDisk(data.resolve("data"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            create(http, server, language, 100);
            ServerProcess killed = server;
            Thread.ofVirtual().start(() -> call(http, killed, INVOCATIONS, "{}"));
            await(() -> sleeping() == 2);
            server.kill();
            await(() -> sleeping() == 0);
            server = ServerProcess.onDisk(data.resolve("data"));
            assertEquals(200, call(http, server, INVOCATIONS, "{\"returns\":1}"));
        } finally {
            server.close();
        }
        assertEquals(0, sleeping());
    }

    @ParameterizedTest
    @EnumSource
    @EnabledOnOs(OS.LINUX)
    void nothingIsLeftOfWhatTimesOutOrExits(Language language, @TempDir Path data)
            throws Exception {
        assumeInstalled(language);
        try (ServerProcess server = ServerProcess.onDisk(data.resolve("data"));
                HttpClient http = HttpClient.newHttpClient()) {
            create(http, server, language, 2);
            Thread call = Thread.ofVirtual().start(() -> call(http, server, INVOCATIONS, "{}"));
            await(() -> sleeping() == 2);
            call.join();
            await(() -> sleeping() == 0);
            assertEquals(200, call(http, server, INVOCATIONS, "{\"exits\":1}"));
            assertEquals(0, sleeping());
            assertEquals(200, call(http, server, INVOCATIONS, "{\"returns\":1}"));
        }
    }

    private static void assumeInstalled(Language language) {
        ForeignTest.assumeInstalled("/usr/bin/setsid", "/usr/bin/perl");
        ForeignTest.assumeInstalled(
                language == Language.PYTHON ? "/usr/bin/python3" : "/usr/bin/node");
    }

    private void create(HttpClient http, ServerProcess server, Language language, int timeout)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(language.file));
            String code = language.code.replace("SECONDS", Integer.toString(seconds));
            zip.write(code.getBytes(StandardCharsets.UTF_8));
        }
        String function =
                "{\"FunctionName\":\"f\",\"Runtime\":\""
                        + language.runtime
                        + "\",\"Handler\":\"f.handler\",\"Timeout\":"
                        + timeout
                        + ",\"Role\":\"arn:aws:iam::000000000000:role/r\","
                        + "\"Code\":{\"ZipFile\":\""
                        + Base64.getEncoder().encodeToString(bytes.toByteArray())
                        + "\"}}";
        assertEquals(201, call(http, server, "/2015-03-31/functions", function));
    }

    /** The status; 0 if the server was killed meanwhile. */
    private static int call(HttpClient http, ServerProcess server, String path, String body) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.endpoint() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .header("X-Amz-Date", "20260101T000000Z")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/lambda/aws4_request,"
                                        + " SignedHeaders=host, Signature=00")
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** How many of those are there that the function has started. */
    private long sleeping() {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.filter(this::isSleeping).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isSleeping(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).startsWith("sleep\0" + seconds);
        } catch (IOException e) {
            return false;
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.getAsBoolean()) {
            assertTrue(System.currentTimeMillis() < end, "It takes too long");
            Thread.sleep(20);
        }
    }
}
