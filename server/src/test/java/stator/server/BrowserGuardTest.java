package stator.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.http.HttpLimits;
import stator.server.WireClient.Answer;

/** Which web pages, and which names of this machine, may reach the database. */
class BrowserGuardTest {
    private static final String ALLOWED_ORIGIN = "http://localhost:3000";

    @ParameterizedTest(name = "{0}: loopback {1}, remote {2}")
    @CsvSource({
        "localhost,                true,  true",
        "localhost:8000,           true,  true",
        "LOCALHOST:8000,           true,  true",
        "dynamodb.localhost:8000,  true,  true",
        "127.0.0.1:8000,           true,  true",
        "127.9.9.9,                true,  true",
        "[::1]:8000,               true,  true",
        "host.docker.internal,     true,  true",
        "db.example:8000,          true,  true",
        "localhost.,               false, false",
        "localhost.evil.test,      false, false",
        "evil.test:8000,           false, false",
        "127.0.0.1.evil.test,      false, false",
        "dynamodb.us-east-1.amazonaws.com, false, false",
        "10.0.0.1:8000,            false, true",
        "[fe80::1]:8000,           false, true",
        "dynamodb:8000,            false, true",
        "'',                       false, false",
    })
    void knowsItsOwnNames(String host, boolean loopback, boolean remote) {
        TestRequest headers = new TestRequest("/").with("Host", host);
        List<String> hosts = List.of("db.example");
        assertEquals(
                loopback, new BrowserGuard(hosts, List.of(), false).refusal(headers).isEmpty());
        assertEquals(remote, new BrowserGuard(hosts, List.of(), true).refusal(headers).isEmpty());
    }

    @Test
    void refusesARequestWithoutAHost() {
        assertTrue(
                new BrowserGuard(List.of(), List.of(), true)
                        .refusal(new TestRequest("/"))
                        .isPresent());
    }

    @ParameterizedTest(name = "Origin {0}, Sec-Fetch-Site {1}: {2}")
    @CsvSource({
        "http://localhost:3000, same-site,   true",
        "http://localhost:3000, cross-site,  true",
        "http://localhost:8000, same-origin, true",
        "http://localhost:3001, same-site,   false",
        "https://evil.test,     cross-site,  false",
        "null,                  cross-site,  false",
        ",                      cross-site,  false",
        ",                      none,        true",
        ",                      same-origin, true",
    })
    void knowsWhosePagesMayCall(String origin, String site, boolean allowed) {
        TestRequest headers = new TestRequest("/").with("Host", "localhost:8000");
        if (origin != null) {
            headers.with("Origin", origin);
        }
        headers.with("Sec-Fetch-Site", site);
        BrowserGuard guard = new BrowserGuard(List.of(), List.of(ALLOWED_ORIGIN), false);
        assertEquals(allowed, guard.refusal(headers).isEmpty());
    }

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
