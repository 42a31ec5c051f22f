package stator.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import stator.server.Configuration;
import stator.server.StatorServer;
import stator.server.function.FunctionClient.Answer;

/** Functions behind URLs, and answers that come while functions write them. */
class FunctionUrlsTest {
    private static final String PYTHON = "python3.12";
    private static final String EVALUATE = "def handler(e, c): return eval(e['body'])\n";
    private static final String CONFIGURATION = "/2021-10-31/functions/f/url";

    /** Writes a part, then the rest once it was told to. */
    private static final String IN_PARTS =
            "const net = require('net');\n"
                    + "exports.handler = awslambda.streamifyResponse(async (event, stream) => {\n"
                    + "  if (event.rawPath) stream = awslambda.HttpResponseStream.from(stream,\n"
                    + "    {statusCode: 201, headers: {'Content-Type': 'text/x'}, cookies: ['a=b']});\n"
                    + "  stream.write('begin,');\n"
                    + "  await new Promise((go) => net.connect(%d, '127.0.0.1').on('data', go));\n"
                    + "  if (event.fail) throw new RangeError('half way');\n"
                    + "  stream.end('end');\n"
                    + "});\n";

    private StatorServer server;
    private FunctionClient client;
    private ServerSocket gate;

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "Python is not installed");
        server = StatorServer.start(Configuration.inMemory());
        client = new FunctionClient(server.port());
        gate = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void stop() throws IOException {
        gate.close();
        server.close();
    }

    private String url(String more) throws IOException {
        Answer created = client.call("POST", CONFIGURATION, "{\"AuthType\":\"NONE\"" + more + "}");
        assertEquals(201, created.status(), created.body());
        Matcher url =
                Pattern.compile("\"FunctionUrl\":\"http://([^/]+)/\"").matcher(created.body());
        assertTrue(url.find(), created.body());
        return url.group(1);
    }

    /** All that comes back to a request at the host of a URL; the connection ends with it. */
    private String send(String host, String first, String headers, String body) throws IOException {
        try (Socket socket = open(host, first, headers, body)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket open(String host, String first, String headers, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout(60_000);
        String request =
                "%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s"
                        .formatted(first, host, body.length(), headers, body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private void assertAnswers(String host, String code, String status, String body)
            throws IOException {
        String answer = send(host, "POST /", "Content-Type: text/plain\r\n", code);
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertTrue(answer.contains("Content-Type: application/json\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n" + body), answer);
    }

    @Test
    void aRequestIsAnEventOfFormatTwo() throws Exception {
        client.create("f", PYTHON, "f.py", "def handler(e, c): return e\n", "");
        String host = url("");
        assertTrue(host.matches("[a-z0-9]{32}\\.lambda-url\\.us-east-1\\.localhost:\\d+"), host);
        String id = host.substring(0, 32);
        String event =
                send(
                        host,
                        "POST /2015-03-31/functions?a=1&a=2&b=%20x",
                        "Content-Type: application/x-www-form-urlencoded\r\n"
                                + "Authorization: AWS4-HMAC-SHA256 Credential=a/20261129/us-east-1/s3/x\r\n"
                                + "X-Amz-Target: DynamoDB_20120810.ListTables\r\nCookie: c=1; d=2\r\n",
                        "Version=2011-06-15");
        for (String part :
                new String[] {
                    "\"version\":\"2.0\",\"routeKey\":\"$default\"",
                    "\"rawPath\":\"/2015-03-31/functions\",\"rawQueryString\":\"a=1&a=2&b=%20x\"",
                    "\"cookies\":[\"c=1\",\"d=2\"]",
                    "\"queryStringParameters\":{\"a\":\"1,2\",\"b\":\" x\"}",
                    "\"accountId\":\"anonymous\",\"apiId\":\"" + id + "\"",
                    "\"domainName\":\"" + id + ".lambda-url.us-east-1.localhost\"",
                    "\"http\":{\"method\":\"POST\",\"path\":\"/2015-03-31/functions\",",
                    "\"body\":\"VmVyc2lvbj0yMDExLTA2LTE1\",\"isBase64Encoded\":true"
                }) {
            assertTrue(event.contains(part), part + " in " + event);
        }
        String byPath =
                send(
                        "localhost",
                        "POST /_lambda-url/" + id + "/x/y?z",
                        "Content-Type: application/json\r\n",
                        "[1]");
        assertTrue(byPath.contains("\"rawPath\":\"/x/y\",\"rawQueryString\":\"z\""), byPath);
        assertTrue(byPath.contains("\"body\":\"[1]\",\"isBase64Encoded\":false"), byPath);
    }

    /** Lengths and types: recorded answers of AWS. */
    @Test
    void whatAFunctionAnswersIsTheAnswer() throws Exception {
        client.create("f", PYTHON, "f.py", EVALUATE, "");
        String host = url("");
        assertAnswers(host, "{'hello': 'world'}", "200 OK", "{\"hello\":\"world\"}");
        assertAnswers(host, "['hello', 3, True]", "200 OK", "[\"hello\",3,true]");
        assertAnswers(host, "'hello'", "200 OK", "hello");
        assertAnswers(host, "3.1", "200 OK", "3.1");
        assertAnswers(host, "{'statusCode': 200, 'body': 'body123'}", "200 OK", "body123");
        assertAnswers(
                host, "{'statusCode': '404', 'body': {'a': 1}}", "404 Not Found", "{\"a\":1}");
        assertAnswers(host, "{'statusCode': 9}", "502 Bad Gateway", "Internal Server Error");
        assertAnswers(host, "1/0", "502 Bad Gateway", "Internal Server Error");
        String told =
                send(
                        host,
                        "POST /",
                        "Content-Type: text/plain\r\n",
                        "{'statusCode': 201, 'body': 'aGk=', 'isBase64Encoded': True, 'cookies':"
                                + " ['a=b', 'c=d'], 'headers': {'X-A': 3, 'content-type': 'x/y',"
                                + " 'Content-Length': 7, 'x-b': 'one\\nX-C: two'}}");
        assertTrue(told.startsWith("HTTP/1.1 201 Created\r\n"), told);
        assertTrue(told.contains("Content-Type: x/y\r\nContent-Length: 2\r\n"), told);
        assertTrue(told.contains("\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\n"), told);
        assertTrue(told.contains("\r\nX-A: 3\r\nx-b: one X-C: two\r\n"), told);
        assertTrue(told.endsWith("\r\n\r\nhi"), told);
    }

    @Test
    void whoMayNotCallIsToldInAwsWords() throws Exception {
        client.create("f", PYTHON, "f.py", EVALUATE, "");
        String host = url("");
        String unknown = send("x" + host.substring(1), "GET /", "", "");
        assertTrue(unknown.startsWith("HTTP/1.1 403"), unknown);
        assertTrue(unknown.endsWith("{\"Message\":null}"), unknown);
        client.call("PUT", CONFIGURATION, "{\"AuthType\":\"AWS_IAM\"}");
        String unsigned = send(host, "GET /", "", "");
        assertTrue(unsigned.startsWith("HTTP/1.1 403"), unsigned);
        assertTrue(
                unsigned.endsWith(
                        "{\"Message\":\"Forbidden. For troubleshooting Function URL authorization"
                                + " issues, see:"
                                + " https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html\"}"),
                unsigned);
        Answer twice = client.call("POST", CONFIGURATION, "{\"AuthType\":\"NONE\"}");
        assertEquals(409, twice.status());
        assertTrue(
                twice.body()
                        .contains(
                                "Failed to create function url config for [functionArn ="
                                        + " arn:aws:lambda:us-east-1:000000000000:function:f]. Error"
                                        + " message:  FunctionUrlConfig exists for this Lambda"
                                        + " function"),
                twice.body());
        assertEquals(204, client.call("DELETE", CONFIGURATION, "").status());
        Answer gone = client.call("GET", CONFIGURATION, "");
        assertEquals(404, gone.status());
        assertTrue(gone.body().contains("The resource you requested does not exist."), gone.body());
        assertTrue(send(host, "GET /", "", "").endsWith("{\"Message\":null}"));
    }

    @Test
    void pagesAreToldWhatTheyMayDoAndOtherServicesStayClosedToThem() throws Exception {
        client.create("f", PYTHON, "f.py", EVALUATE, "");
        String host =
                url(
                        ",\"Cors\":{\"AllowOrigins\":[\"https://a.example\"],\"AllowMethods\":[\"PUT\"],"
                                + "\"AllowHeaders\":[\"x-a\"],\"MaxAge\":60,\"AllowCredentials\":true}");
        String asks = "Access-Control-Request-Method: PUT\r\nOrigin: https://%s.example\r\n";
        String allowed = send(host, "OPTIONS /", asks.formatted("a"), "");
        assertTrue(allowed.startsWith("HTTP/1.1 200 OK"), allowed);
        assertTrue(
                allowed.contains(
                        "Access-Control-Allow-Origin: https://a.example\r\nVary: Origin\r\n"
                                + "Access-Control-Allow-Credentials: true\r\n"
                                + "Access-Control-Allow-Methods: PUT\r\n"
                                + "Access-Control-Allow-Headers: x-a\r\nAccess-Control-Max-Age: 60"),
                allowed);
        String other = send(host, "OPTIONS /", asks.formatted("b"), "");
        assertFalse(other.contains("Access-Control-Allow"), other);
        String code =
                "{'statusCode': 200, 'headers': {'Access-Control-Allow-Origin': '*', 'x-a': 'b'}}";
        String headers = "Content-Type: text/plain\r\nOrigin: https://a.example\r\n";
        String told = send(host, "PUT /", headers, code);
        assertTrue(told.contains("Access-Control-Allow-Origin: https://a.example\r\n"), told);
        assertFalse(told.contains("Access-Control-Allow-Origin: *"), told);
        assertTrue(told.contains("x-a: b\r\n"), told);
        String stranger = send("localhost", "GET /2015-03-31/functions", headers, "");
        assertTrue(stranger.contains("is not allowed. To allow it"), stranger);
        String rebound = send("evil.example", "GET /_lambda-url/x/", "", "");
        assertTrue(rebound.contains("Host 'evil.example' is not allowed"), rebound);
    }

    /** Lets the function that waits go on. */
    private void open() throws IOException {
        try (Socket waiting = gate.accept()) {
            waiting.getOutputStream().write('.');
        }
    }

    private void createInParts() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/node")), "Node.js is not installed");
        client.create(
                "f",
                "nodejs20.x",
                "f.js",
                IN_PARTS.formatted(gate.getLocalPort()),
                ",\"Timeout\":30");
    }

    @Test
    void anAnswerComesWhileTheFunctionWritesIt() throws Exception {
        createInParts();
        try (Socket socket = open(url(",\"InvokeMode\":\"RESPONSE_STREAM\""), "GET /", "", "")) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder read = new StringBuilder();
            while (read.indexOf("begin,") < 0) {
                int next = in.read();
                assertTrue(next >= 0, read.toString());
                read.append((char) next);
            }
            open();
            for (int next = in.read(); next >= 0; next = in.read()) {
                read.append((char) next);
            }
            String answer = read.toString();
            assertTrue(answer.startsWith("HTTP/1.1 201 Created\r\n"), answer);
            assertTrue(answer.contains("\r\nContent-Type: text/x\r\n"), answer);
            assertTrue(answer.contains("\r\nSet-Cookie: a=b\r\n"), answer);
            assertTrue(answer.endsWith("3\r\nend\r\n0\r\n\r\n"), answer);
        }
    }

    @Test
    void aCallerThatGoesAwayDoesNotEndTheFunction() throws Exception {
        createInParts();
        String host = url(",\"InvokeMode\":\"RESPONSE_STREAM\"");
        open(host, "GET /", "", "").close();
        open();
        try (Socket socket = open(host, "GET /", "", "")) {
            open();
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(answer.endsWith("3\r\nend\r\n0\r\n\r\n"), answer);
        }
    }

    @Test
    void anInvocationIsAnsweredInFrames() throws Exception {
        createInParts();
        String path = "/2021-11-15/functions/f/response-streaming-invocations";
        Thread.ofVirtual().start(() -> openTwice());
        Answer whole = client.call("POST", path, "{}");
        assertEquals(200, whole.status(), whole.body());
        assertEquals("$LATEST", whole.header("x-amz-executed-version"));
        assertEquals("application/vnd.amazon.eventstream", whole.header("content-type"));
        assertTrue(
                whole.body()
                        .matches(
                                "(?s).*PayloadChunk.*begin,.*PayloadChunk.*end.*InvokeComplete.*\\{}.*"),
                whole.body());
        Answer failed = client.call("POST", path, "{\"fail\":1}");
        assertTrue(
                failed.body()
                        .matches(
                                "(?s).*PayloadChunk.*begin,.*InvokeComplete.*\\{\"ErrorCode\":\"Unhandled\",\"ErrorDetails\":\"\\{\\\\\"errorType\\\\\":\\\\\"RangeError\\\\\".*half way.*"),
                failed.body());
    }

    private void openTwice() {
        try {
            open();
            open();
        } catch (IOException e) {
            // The test has ended: it tells what is wrong.
        }
    }
}
