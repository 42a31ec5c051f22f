package stator.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.server.WireClient.Answer;

/** The rules of HTTP and of AWS's dialect of it, byte by byte. */
class HttpWireTest {
    private static final int BODY_BYTES_MAX = 16 * 1024 * 1024;

    private static TestServer server;
    private WireClient client;

    @BeforeAll
    static void start() {
        server = new TestServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException {
        client = server.connect();
    }

    @AfterEach
    void disconnect() throws IOException, InterruptedException {
        client.close();
        // What it had not read yet is given back when the server learns that it is gone.
        for (int i = 0; i < 500 && server.http.reservedBytes() != 0; i++) {
            Thread.sleep(10);
        }
        assertEquals(0, server.http.reservedBytes(), "memory was not given back");
    }

    @Test
    void answersACallWithAwsHeaders() throws IOException {
        Answer answer = client.send(WireClient.call("X.Do", "{}")).read();
        assertEquals(200, answer.status());
        assertEquals("X.Do|000000000000|eu-west-1|{}", answer.text());
        assertEquals("application/x-amz-json-1.0", answer.headers().get("content-type"));
        assertEquals("Server", answer.headers().get("server"));
        assertEquals("keep-alive", answer.headers().get("connection"));
        assertEquals("Sun, 01 Nov 2026 09:08:07 GMT", answer.headers().get("date"));
        assertTrue(
                answer.headers()
                        .get("x-amzn-requestid")
                        .matches("[0-9A-V]{26}VV4KQNSO5AEMVJF66Q9ASUAAJG"));
        assertEquals(checksum(answer.body()), answer.headers().get("x-amz-crc32"));
    }

    @Test
    void keepsTheConnectionForTheNextCall() throws IOException {
        for (int i = 0; i < 3; i++) {
            Answer answer = client.send(WireClient.call("X.Do", "{\"i\":" + i + "}")).read();
            assertTrue(answer.text().endsWith("{\"i\":" + i + "}"));
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String target = i % 3 == 0 ? "X.Slow" : "X.Fast";
            requests.append(WireClient.call(target, "{\"i\":" + i + "}"));
        }
        client.send(requests.toString());
        for (int i = 0; i < 60; i++) {
            assertTrue(client.read().text().endsWith("|{\"i\":" + i + "}"), "answer " + i);
        }
    }

    @Test
    void answersOthersBetweenPipelinedRequests() throws Exception {
        int many = 40_000;
        String requests = WireClient.call("X.Fast", "{}").repeat(many);
        int begun = server.calls.begun.get();
        Thread sender =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                client.send(requests);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        client.read();
        for (int i = 0; i < 4; i++) {
            try (WireClient other = server.connect()) {
                assertEquals(200, other.send(WireClient.call("X.Do", "{}")).read().status());
            }
        }
        assertTrue(server.calls.begun.get() - begun < many, "others had to wait for all of them");
        for (int i = 1; i < many; i++) {
            assertEquals(200, client.read().status());
        }
        sender.join();
    }

    @Test
    void doesNotLosePipelinedAnswersWhenTheyAreLargerThanTheSocketTakes() throws IOException {
        client.send(WireClient.call("X.Big", "{}").repeat(40));
        client.send(WireClient.call("X.Do", "{}"));
        for (int i = 0; i < 40; i++) {
            assertEquals(EchoCalls.BIG_BYTES, client.read().body().length);
        }
        assertEquals(200, client.read().status());
    }

    @Test
    void understandsARequestThatComesByteByByte() throws IOException {
        for (byte next : WireClient.call("X.Do", "{}").getBytes()) {
            client.send(new byte[] {next});
        }
        assertEquals(200, client.read().status());
    }

    @Test
    void closesWhenTheClientAsksForIt() throws IOException {
        client.send(WireClient.call("X.Do", "{}", "Connection: close\r\n"));
        Answer answer = client.read();
        assertEquals("close", answer.headers().get("connection"));
        assertTrue(client.isClosedByServer());
    }

    @Test
    void answersThoseWhoCloseTheirSideAfterAsking() throws IOException {
        client.send(WireClient.call("X.Slow", "{}")).endOutput();
        assertEquals(200, client.read().status());
    }

    @Test
    void closesAfterAnHttp10Request() throws IOException {
        client.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
        assertEquals(200, client.read().status());
        assertTrue(client.isClosedByServer());
    }

    @Test
    void takesChunkedBodies() throws IOException {
        client.send(
                head("Transfer-Encoding: chunked\r\n")
                        + "2\r\n{\"\r\n4;x=y\r\na\":1\r\n1\r\n}\r\n0\r\n\r\n");
        assertTrue(client.read().text().endsWith("|{\"a\":1}"));
        client.send(WireClient.call("X.Do", "{}"));
        assertEquals(200, client.read().status());
    }

    @Test
    void asksForTheBodyOfThoseWhoExpectIt() throws IOException {
        client.send(head("Content-Length: 2\r\nExpect: 100-continue\r\n"));
        assertEquals(100, client.read().status());
        client.send("{}");
        assertEquals(200, client.read().status());
    }

    @Test
    void refusesOtherExpectations() throws IOException {
        client.send(head("Content-Length: 2\r\nExpect: miracles\r\n"));
        assertEquals(417, client.read().status());
        assertTrue(client.isClosedByServer());
    }

    @Test
    void doesNotAskForABodyThatIsTooLong() throws IOException {
        client.send(head("Content-Length: 16777217\r\nExpect: 100-continue\r\n"));
        assertEquals(413, client.read().status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "POST / HTTP/9.x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nbad header\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nname\u0000: x\r\n\r\n",
                "POST / http/1.1\r\nHost: localhost\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost, evil.example\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a@localhost\r\n\r\n",
                "POST / HTTP/1.1\r\nHost:\r\n\r\n",
                "POST http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST x HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2 2\r\n{}\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\u0000x\r\n{}\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n 2\r\n{}\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2 \r\n{}\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1x\r\n}\r\n0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: +2\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: a.B\r\nX-Amz-Target: a.C\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nAuthorization: a\r\nAuthorization: b\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\norigin: http://evil.example\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n\r\n",
            })
    void answersMalformedRequestsWith400AndCloses(String request) throws IOException {
        client.send(request);
        Answer answer = client.read();
        assertEquals(400, answer.status());
        assertEquals("close", answer.headers().get("connection"));
        assertTrue(client.isClosedByServer());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/1.2", "HTTP/0.9"})
    void refusesOtherVersionsAndCloses(String version) throws IOException {
        client.send("GET /health " + version + "\r\nHost: localhost\r\n\r\n");
        assertEquals(505, client.read().status());
        assertTrue(client.isClosedByServer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\r\n{}\r\n0\r\n\r\n",
                "02;a=b\r\n{}\r\n0\r\na: b\r\n\r\n",
                "1\r\n{\r\n1 ; a\r\n}\r\n00\r\n\r\n"
            })
    void takesChunksAsTheyMayBeWritten(String chunks) throws IOException, InterruptedException {
        for (int cut = 0; cut <= chunks.length(); cut++) {
            client.send(head("Transfer-Encoding: chunked\r\n") + chunks.substring(0, cut));
            Thread.sleep(2); // so that it arrives by itself
            client.send(chunks.substring(cut));
            assertTrue(client.read().text().endsWith("|{}"));
        }
    }

    @Test
    void limitsTheRequestLine() throws IOException {
        client.send("GET /" + "x".repeat(17_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertEquals(400, client.read().status());
    }

    @Test
    void limitsTheHeaders() throws IOException {
        client.send(
                "GET / HTTP/1.1\r\nHost: localhost\r\n"
                        + "X-Y: 12345678\r\n".repeat(1_300)
                        + "\r\n");
        assertEquals(400, client.read().status());
    }

    @Test
    void takesABodyOf16Mebibytes() throws IOException {
        client.send(head("Content-Length: " + BODY_BYTES_MAX + "\r\n"));
        client.send(new byte[BODY_BYTES_MAX]);
        assertTrue(client.read().text().endsWith(BODY_BYTES_MAX + " bytes"));
    }

    @Test
    void refusesALongerBodyBeforeItIsSent() throws IOException {
        client.send(head("Content-Length: " + (BODY_BYTES_MAX + 1) + "\r\n"));
        assertEquals(413, client.read().status());
        assertTrue(client.isClosedByServer());
    }

    @Test
    void refusesALongerBodyInChunks() throws IOException {
        client.send(head("Transfer-Encoding: chunked\r\n"));
        String chunk = "100000\r\n" + " ".repeat(0x100000) + "\r\n";
        for (int i = 0; i < 17; i++) {
            client.send(chunk);
        }
        assertEquals(413, client.read().status());
    }

    @Test
    void takesCompressedBodies() throws IOException {
        byte[] json = "{\"some\":\"json\"}".getBytes();
        assertTrue(compressedCall("gzip", gzip(json)).text().endsWith("|{\"some\":\"json\"}"));
        assertTrue(
                compressedCall("deflate", deflate(json)).text().endsWith("|{\"some\":\"json\"}"));
        assertTrue(
                compressedCall("gzip, deflate", deflate(gzip(json)))
                        .text()
                        .endsWith("|{\"some\":\"json\"}"));
    }

    @Test
    void takesSeveralGzipMembersInARow() throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip("{\"a\":".getBytes()));
        members.write(gzip("1}".getBytes()));
        assertTrue(compressedCall("gzip", members.toByteArray()).text().endsWith("|{\"a\":1}"));
        assertEquals(200, compressedCall("gzip", repeated(gzip(new byte[0]), 50)).status());
        assertEquals(400, compressedCall("gzip", repeated(gzip(new byte[0]), 200_000)).status());
    }

    @Test
    void refusesABodyThatIsTooLongOnlyWhenDecompressed() throws IOException {
        assertEquals(413, compressedCall("gzip", gzip(new byte[BODY_BYTES_MAX + 1])).status());
        assertEquals(200, compressedCall("gzip", gzip(new byte[BODY_BYTES_MAX])).status());
    }

    @Test
    void refusesABrokenGzipStreamAsTheClientsFault() throws IOException {
        for (byte[] broken :
                List.of("{}".getBytes(), Arrays.copyOf(gzip(new byte[500]), 15), new byte[] {31})) {
            Answer answer = compressedCall("gzip", broken);
            assertEquals(400, answer.status());
            assertTrue(answer.text().contains("#SerializationException"));
        }
    }

    @Test
    void refusesABodyThatIsCodedMoreThanTwice() throws IOException {
        byte[] twice = gzip(gzip("{}".getBytes()));
        assertEquals(200, compressedCall("gzip, gzip", twice).status());
        assertEquals(400, compressedCall("gzip, gzip, gzip", gzip(twice)).status());
    }

    @Test
    void compressesLongAnswersForThoseWhoAskAndChecksumsWhatIsSent() throws IOException {
        client.send(WireClient.call("X.Big", "{}", "Accept-Encoding: gzip, deflate\r\n"));
        Answer answer = client.read();
        assertEquals("gzip", answer.headers().get("content-encoding"));
        assertEquals(checksum(answer.body()), answer.headers().get("x-amz-crc32"));
        byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
        assertArrayEquals(new byte[EchoCalls.BIG_BYTES], plain);
    }

    @Test
    void doesNotCompressForThoseWhoDoNotWantIt() throws IOException {
        client.send(WireClient.call("X.Big", "{}", "Accept-Encoding: gzip;q=0, identity\r\n"));
        assertFalse(client.read().headers().containsKey("content-encoding"));
        client.send(WireClient.call("X.Do", "{}", "Accept-Encoding: gzip\r\n"));
        assertFalse(client.read().headers().containsKey("content-encoding"));
    }

    @Test
    void answersAFailureOfOursWith500AndGoesOn() throws IOException {
        Answer answer = client.send(WireClient.call("X.Broken", "{}")).read();
        assertEquals(500, answer.status());
        assertEquals(200, client.send(WireClient.call("X.Do", "{}")).read().status());
    }

    // What is not a call.

    @Test
    void isHealthyInAwsWords() throws IOException {
        Answer answer = client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
        assertEquals("healthy: dynamodb.us-east-1.amazonaws.com ", answer.text());
        assertEquals("3128867991", answer.headers().get("x-amz-crc32"));
        assertFalse(answer.headers().containsKey("content-type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/health", "/_localstack/health", "//_localstack//health", "/health?x=y"})
    void isHealthyInLocalStacksWords(String path) throws IOException {
        Answer answer = client.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").read();
        assertEquals(200, answer.status());
        assertTrue(answer.text().contains("\"dynamodb\": \"running\""));
        assertEquals("application/json", answer.headers().get("content-type"));
    }

    @Test
    void answersHeadWithHeadersOnly() throws IOException {
        client.send("HEAD /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Answer head = client.read(true);
        assertTrue(Integer.parseInt(head.headers().get("content-length")) > 0);
        assertEquals(200, client.send(WireClient.call("X.Do", "{}")).read().status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "DELETE /_aws/dynamodb/expired HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "OPTIONS / HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /elsewhere HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "POST /_aws/thing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}",
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: 2\r\n\r\n{}",
            })
    void answersWhatIsNoCallWithAwsXml(String request) throws IOException {
        Answer answer = client.send(request).read();
        assertEquals(404, answer.status());
        assertEquals("<UnknownOperationException/>\n", answer.text());
        assertEquals("3552371480", answer.headers().get("x-amz-crc32"));
        assertEquals(52, answer.headers().get("x-amzn-requestid").length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8"})
    void answersPlainJsonToPlainJson(String contentType) throws IOException {
        client.send(
                "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                        + contentType
                        + "\r\nContent-Length: 2\r\n"
                        + WireClient.SIGNED
                        + "\r\n{}");
        assertEquals("application/json", client.read().headers().get("content-type"));
    }

    private Answer compressedCall(String coding, byte[] body) throws IOException {
        client.send(
                head(
                        "Content-Encoding: "
                                + coding
                                + "\r\nContent-Length: "
                                + body.length
                                + "\r\n"));
        return client.send(body).read();
    }

    private static String head(String moreHeaders) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: X.Do\r\n"
                + "Content-Type: application/x-amz-json-1.0\r\n"
                + WireClient.SIGNED
                + moreHeaders
                + "\r\n";
    }

    private static byte[] repeated(byte[] bytes, int times) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] deflate(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(bytes)) {
            deflate.write(plain);
        }
        return bytes.toByteArray();
    }

    private static String checksum(byte[] body) {
        CRC32 checksum = new CRC32();
        checksum.update(body);
        return Long.toString(checksum.getValue());
    }
}
