package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import stator.http.HttpLimits;
import stator.server.WireClient.Answer;

/** Which web pages, and which names of this machine, may reach the database. */
class GuardedServerTest {
    private static final String ALLOWED_ORIGIN = "http://localhost:3000";

    @Test
    void answersStrangersWith403AndDoesNothing() throws IOException {
        try (TestServer server = new TestServer();
                WireClient client = server.connect()) {
            String call = WireClient.call("X.Do", "{}");
            client.send(call.replace("Host: localhost", "Host: evil.test"));
            Answer answer = client.read();
            assertEquals(403, answer.status());
            assertTrue(answer.text().contains("Host 'evil.test' is not allowed"));
            assertFalse(answer.headers().containsKey("access-control-allow-origin"));
            client.send(WireClient.call("X.Do", "{}", "Origin: https://evil.test\r\n"));
            assertEquals(403, client.read().status());
            assertEquals(0, server.calls.begun.get());
            assertEquals(200, client.send(call).read().status());
        }
    }

    @Test
    void letsAllowedPagesAskFirstAndReadTheAnswer() throws IOException {
        Configuration configuration =
                TestServer.with(HttpLimits.defaults(), List.of(), List.of(ALLOWED_ORIGIN));
        try (TestServer server = new TestServer(configuration);
                WireClient client = server.connect()) {
            client.send(
                    "OPTIONS / HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost:3000\r\n"
                            + "Access-Control-Request-Method: POST\r\n"
                            + "Access-Control-Request-Headers: x-amz-target\r\n\r\n");
            Answer preflight = client.read();
            assertEquals(200, preflight.status());
            assertEquals(ALLOWED_ORIGIN, preflight.headers().get("access-control-allow-origin"));
            assertEquals("x-amz-target", preflight.headers().get("access-control-allow-headers"));
            client.send(WireClient.call("X.Do", "{}", "Origin: http://localhost:3000\r\n"));
            Answer answer = client.read();
            assertEquals(200, answer.status());
            assertEquals(ALLOWED_ORIGIN, answer.headers().get("access-control-allow-origin"));
        }
    }
}
