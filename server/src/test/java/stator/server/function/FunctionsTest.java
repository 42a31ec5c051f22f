package stator.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.server.Configuration;
import stator.server.Engine;
import stator.server.Network;
import stator.server.StatorServer;
import stator.server.function.FunctionClient.Answer;
import stator.storage.rocksdb.Durability;

/** Functions from the outside: created, run, stopped, refused, and there after a restart. */
class FunctionsTest {
    private static final String PYTHON = "python3.12";
    private static final String ECHO =
            "def handler(event, context):\n    print('saw', event)\n    return {'got': event}\n";

    private StatorServer server;
    private FunctionClient client;

    @BeforeEach
    void start() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "Python is not installed");
        start(Configuration.inMemory());
    }

    private void start(Configuration configuration) {
        server = StatorServer.start(configuration);
        client = new FunctionClient(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static void assertStatus(int status, Answer response) {
        assertEquals(status, response.status(), response.body());
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), pattern + " in " + text);
        return matcher.group(1);
    }

    @Test
    void aFunctionIsCreatedInvokedAndDeleted() throws Exception {
        Answer created = client.create("f", PYTHON, "f.py", ECHO, "");
        assertStatus(201, created);
        assertTrue(created.body().contains("\"State\":\"Pending\""), created.body());
        Answer found = client.call("GET", "/2015-03-31/functions/f", "");
        assertStatus(200, found);
        assertTrue(found.body().contains("\"State\":\"Active\""), found.body());
        assertTrue(found.body().contains("\"LastUpdateStatus\":\"Successful\""), found.body());
        Answer invoked = client.invoke("f", "{\"a\":1}", "X-Amz-Log-Type", "Tail");
        assertStatus(200, invoked);
        assertEquals("{\"got\": {\"a\": 1}}", invoked.body());
        assertEquals("$LATEST", invoked.header("x-amz-executed-version"));
        String log =
                new String(
                        Base64.getDecoder().decode(invoked.header("x-amz-log-result")),
                        StandardCharsets.UTF_8);
        assertTrue(
                log.matches(
                        "(?s)START RequestId: \\S+ Version: \\$LATEST\nsaw \\{'a': 1}\nEND"
                                + " RequestId: \\S+\nREPORT RequestId: .*Init Duration: .* ms\t\n"),
                log);
        String location = find("\"Location\":\"([^\"]+)\"", found.body());
        assertEquals(200, client.download(location).status());
        assertFalse(client.download(location + "0").status() == 200);
        assertStatus(204, client.call("DELETE", "/2015-03-31/functions/f", ""));
        Answer gone = client.call("DELETE", "/2015-03-31/functions/f", "");
        assertStatus(404, gone);
        assertTrue(
                gone.body()
                        .contains(
                                "Function not found: arn:aws:lambda:us-east-1:000000000000:function:f\""),
                gone.body());
        assertTrue(client.invoke("f", "{}").body().contains("function:f:$LATEST\""));
    }

    @Test
    void aHandlerThatRaisesIsToldInTheWordsOfTheRuntime() throws Exception {
        client.create("f", PYTHON, "f.py", "def handler(e, c):\n    raise ValueError('no')\n", "");
        Answer failed = client.invoke("f", "{}");
        assertStatus(200, failed);
        assertEquals("Unhandled", failed.header("x-amz-function-error"));
        assertTrue(failed.body().contains("\"errorMessage\": \"no\""), failed.body());
        assertTrue(failed.body().contains("\"errorType\": \"ValueError\""), failed.body());
        assertTrue(
                failed.body().contains("File \\\"/var/task/f.py\\\", line 2, in handler\\n"),
                failed.body());
    }

    @Test
    void aModuleThatCannotBeImportedIsToldWithoutARequestId() throws Exception {
        client.create("f", PYTHON, "f.py", "import nothing_like_this\n", "");
        String failed = client.invoke("f", "{}").body();
        assertTrue(
                failed.contains("Unable to import module 'f': No module named 'nothing_like_this'"),
                failed);
        assertTrue(failed.contains("\"requestId\": \"\""), failed);
    }

    @Test
    void aProcessThatEndsOrTakesTooLongIsReplaced() throws Exception {
        client.create(
                "f",
                PYTHON,
                "f.py",
                "import os, time, subprocess\n"
                        + "def handler(e, c):\n"
                        + "    if 'exit' in e: os._exit(e['exit'])\n"
                        + "    if 'child' in e: subprocess.Popen(['sleep', e['child']])\n"
                        + "    if 'sleep' in e: time.sleep(e['sleep'])\n"
                        + "    return os.getpid()\n",
                ",\"Timeout\":2");
        assertTrue(
                client.invoke("f", "{\"exit\":0}")
                        .body()
                        .matches(
                                "\\{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId:"
                                        + " \\S+ Error: Runtime exited without providing a"
                                        + " reason\"}"));
        assertTrue(
                client.invoke("f", "{\"exit\":7}")
                        .body()
                        .contains("Error: Runtime exited with error: exit status 7\""));
        String seconds = "98" + (1000 + server.port() % 1000);
        String late = client.invoke("f", "{\"child\":\"" + seconds + "\",\"sleep\":9}").body();
        assertTrue(
                late.matches(
                        "\\{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: \\S+"
                                + " Error: Task timed out after 2.00 seconds\"}"),
                late);
        assertTrue(
                ProcessHandle.allProcesses()
                        .noneMatch(process ->
                                process.info().commandLine().orElse("").endsWith(seconds)),
                "What the function started ends with it");
        String first = client.invoke("f", "{}").body();
        assertEquals(first, client.invoke("f", "{}").body(), "The process is used again");
    }

    @Test
    void aProcessThatTakesTooMuchMemoryIsReplaced() throws Exception {
        client.create(
                "f",
                PYTHON,
                "f.py",
                "import time\n"
                        + "def handler(e, c):\n"
                        + "    if 'megabytes' not in e: return 'small'\n"
                        + "    taken = bytearray(e['megabytes'] << 20)\n"
                        + "    time.sleep(50)\n",
                ",\"Timeout\":60");
        String killed = client.invoke("f", "{\"megabytes\":400}").body();
        assertTrue(killed.contains("Error: Runtime exited with error: signal: killed\""), killed);
        assertEquals("\"small\"", client.invoke("f", "{}").body());
    }

    @Test
    void nodeFunctionsRun() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/node")), "Node.js is not installed");
        client.create(
                "old",
                "nodejs20.x",
                "f.js",
                "exports.handler = (event, context, callback) => callback(null, { got: event });",
                "");
        assertEquals("{\"got\":[1]}", client.invoke("old", "[1]").body());
        client.create(
                "new",
                "nodejs20.x",
                "f.mjs",
                "export const handler = async (event) => {\n"
                        + "  if (event.fail) throw new TypeError('bad');\n"
                        + "  console.log('x'); return { got: event }; };",
                "");
        assertEquals("{\"got\":{}}", client.invoke("new", "").body());
        String failed = client.invoke("new", "{\"fail\":1}").body();
        assertTrue(
                failed.startsWith("{\"errorType\":\"TypeError\",\"errorMessage\":\"bad\""), failed);
    }

    @Test
    void anOwnRuntimeRuns() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        client.create(
                "f",
                "provided.al2023",
                "bootstrap",
                "#!/bin/sh\nwhile :; do\n"
                        + "  event=$(curl -s -D \"$TMPDIR/head\" \"http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next\")\n"
                        + "  id=$(grep -i request-id \"$TMPDIR/head\" | tr -d '\\r' | cut -d' ' -f2)\n"
                        + "  curl -s -X POST -d \"[$event]\" \"http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response\"\n"
                        + "done\n",
                "");
        assertEquals("[{\"a\":1}]", client.invoke("f", "{\"a\":1}").body());
        assertEquals("[2]", client.invoke("f", "2").body());
    }

    @Test
    void bothKindsOfCallsThatNobodyWaitsForAreAnsweredAtOnce() throws Exception {
        client.create("f", PYTHON, "f.py", ECHO, "");
        Answer dry = client.invoke("f", "{}", "X-Amz-Invocation-Type", "DryRun");
        assertStatus(204, dry);
        Answer event = client.invoke("f", "{}", "X-Amz-Invocation-Type", "Event");
        assertStatus(202, event);
        assertEquals("", event.body());
    }

    @Test
    void whatAwsRefusesIsRefusedInItsWords() throws Exception {
        String role =
                client.call(
                                "POST",
                                "/2015-03-31/functions",
                                "{\"FunctionName\":\"f\",\"Role\":\"r1\",\"Code\":{}}")
                        .body();
        assertTrue(
                role.contains(
                        "1 validation error detected: Value 'r1' at 'role' failed to satisfy"
                                + " constraint: Member must satisfy regular expression pattern:"
                                + " arn:(aws[a-zA-Z-]*)?:iam::\\\\d{12}:role/?[a-zA-Z_0-9+=,.@\\\\-_/]+"),
                role);
        Answer runtime = client.create("f", "python9", "f.py", ECHO, "");
        assertEquals("InvalidParameterValueException", runtime.header("x-amzn-errortype"));
        assertTrue(
                runtime.body().contains("Value python9 at 'runtime' failed to satisfy constraint"));
        Answer zip =
                client.call(
                        "POST",
                        "/2015-03-31/functions",
                        "{\"FunctionName\":\"f\",\"Runtime\":\"python3.12\",\"Handler\":\"f.h\",\"Role\":\"arn:aws:iam::000000000000:role/r\",\"Code\":{\"ZipFile\":\"AAAA\"}}");
        assertStatus(400, zip);
        assertTrue(zip.body().contains("Could not unzip uploaded file."), zip.body());
        Answer dotnet = client.create("f", "dotnet8", "f.cs", "", "");
        assertEquals(400, dotnet.status());
        assertTrue(dotnet.body().contains("nothing that runs functions of dotnet8"), dotnet.body());
        client.create("f", PYTHON, "f.py", ECHO, "");
        Answer twice = client.create("f", PYTHON, "f.py", ECHO, "");
        assertStatus(409, twice);
        assertTrue(twice.body().contains("Function already exist: f"), twice.body());
        assertStatus(400, client.invoke("f", "{no json"));
    }

    @Test
    void concurrencyOfNothingMeansNoInvocation() throws Exception {
        client.create("f", PYTHON, "f.py", ECHO, "");
        assertStatus(
                200,
                client.call(
                        "PUT",
                        "/2017-10-31/functions/f/concurrency",
                        "{\"ReservedConcurrentExecutions\":0}"));
        Answer refused = client.invoke("f", "{}");
        assertStatus(429, refused);
        assertTrue(
                refused.body().contains("ReservedFunctionConcurrentInvocationLimitExceeded"),
                refused.body());
    }

    @Test
    void aChangeOfTheCodeIsSeenByTheNextInvocation() throws Exception {
        client.create("f", PYTHON, "f.py", "def handler(e, c): return 1\n", "");
        assertEquals("1", client.invoke("f", "{}").body());
        client.call("POST", "/2015-03-31/functions/f/versions", "{}");
        Answer updated =
                client.call(
                        "PUT",
                        "/2015-03-31/functions/f/code",
                        "{\"ZipFile\":\""
                                + FunctionClient.zip("f.py", "def handler(e, c): return 2\n")
                                + "\"}");
        assertTrue(updated.body().contains("\"LastUpdateStatus\":\"InProgress\""), updated.body());
        assertEquals("2", client.invoke("f", "{}").body());
        assertEquals("1", client.invoke("f:1", "{}").body());
        client.call(
                "POST",
                "/2015-03-31/functions/f/aliases",
                "{\"Name\":\"live\",\"FunctionVersion\":\"1\"}");
        Answer aliased = client.invoke("f:live", "{}");
        assertEquals("1", aliased.body());
        assertEquals("1", aliased.header("x-amz-executed-version"));
    }

    @Test
    void functionsOutliveTheServer(@TempDir Path directory) throws Exception {
        server.close();
        Configuration durable =
                Configuration.inMemory()
                        .withEngine(new Engine.Disk(directory, Durability.parse("always")));
        start(durable);
        client.create("f", PYTHON, "f.py", ECHO, "");
        server.close();
        start(durable);
        assertEquals("{\"got\": 5}", client.invoke("f", "5").body());
    }

    @Test
    void functionsAreOffWhereStrangersCanConnect() throws IOException {
        server.close();
        Network plain = Configuration.inMemory().network();
        start(
                Configuration.inMemory()
                        .withNetwork(
                                new Network(
                                        plain.listen(),
                                        true,
                                        plain.allowedHosts(),
                                        plain.corsOrigins(),
                                        plain.limits())));
        Answer refused = client.create("f", PYTHON, "f.py", ECHO, "");
        assertStatus(403, refused);
        assertTrue(refused.body().contains("--auth enforce"), refused.body());
        assertEquals("AccessDeniedException", refused.header("x-amzn-errortype"));
    }
}
