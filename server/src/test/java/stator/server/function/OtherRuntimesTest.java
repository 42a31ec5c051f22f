package stator.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stator.server.Configuration;
import stator.server.StatorServer;
import stator.server.function.FunctionClient.Answer;

/** Runtimes that not every machine has, and functions that go round in circles. */
class OtherRuntimesTest {
    private StatorServer server;
    private FunctionClient client;

    @BeforeEach
    void start() {
        server = StatorServer.start(Configuration.inMemory());
        client = new FunctionClient(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rubyFunctionsRun() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ruby")), "Ruby is not installed");
        Answer created =
                client.create(
                        "f",
                        "ruby3.3",
                        "f.rb",
                        "def handler(event:, context:)\n"
                                + "  raise ArgumentError, 'no' if event['fail']\n"
                                + "  { got: event, left: context.get_remaining_time_in_millis > 0 }\n"
                                + "end\n",
                        ",\"Timeout\":20");
        assertEquals(201, created.status(), created.body());
        assertEquals("{\"got\":{\"a\":1},\"left\":true}", client.invoke("f", "{\"a\":1}").body());
        Answer failed = client.invoke("f", "{\"fail\":1}");
        assertEquals("Unhandled", failed.header("x-amz-function-error"));
        assertTrue(
                failed.body()
                        .startsWith(
                                "{\"errorMessage\":\"no\",\"errorType\":\"Function<ArgumentError>\""),
                failed.body());
    }

    /** Each invocation passes on what it descends from, as the SDKs do. */
    @Test
    void aFunctionThatInvokesItselfIsStopped() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "Python is not installed");
        client.create(
                "f",
                "python3.12",
                "f.py",
                "import json, os, urllib.request\n"
                        + "def handler(event, context):\n"
                        + "    depth = event.get('depth', 0) + 1\n"
                        + "    request = urllib.request.Request(\n"
                        + "        os.environ['AWS_ENDPOINT_URL'] +"
                        + " '/2015-03-31/functions/f/invocations',\n"
                        + "        json.dumps({'depth': depth}).encode(),\n"
                        + "        {'Authorization': 'AWS4-HMAC-SHA256"
                        + " Credential=test/20261129/us-east-1/lambda/aws4_request,"
                        + " SignedHeaders=host;x-amz-date, Signature=00',\n"
                        + "         'X-Amz-Date': '20261129T000000Z',\n"
                        + "         'X-Amzn-Trace-Id': os.environ['_X_AMZN_TRACE_ID']})\n"
                        + "    try:\n"
                        + "        return json.load(urllib.request.urlopen(request))\n"
                        + "    except urllib.error.HTTPError as e:\n"
                        + "        return [depth, e.code, e.headers['x-amzn-errortype']]\n",
                ",\"Timeout\":60");
        assertEquals(
                "[16, 400, \"RecursiveInvocationException\"]", client.invoke("f", "{}").body());
    }
}
