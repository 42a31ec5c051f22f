package stator.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.door.testing.SentRequest;

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
        SentRequest headers = new SentRequest("POST", "/").with("Host", host);
        List<String> hosts = List.of("db.example");
        assertEquals(
                loopback, new BrowserGuard(hosts, List.of(), false).refusal(headers).isEmpty());
        assertEquals(remote, new BrowserGuard(hosts, List.of(), true).refusal(headers).isEmpty());
    }

    @Test
    void refusesARequestWithoutAHost() {
        assertTrue(
                new BrowserGuard(List.of(), List.of(), true)
                        .refusal(new SentRequest("POST", "/"))
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
        SentRequest headers = new SentRequest("POST", "/").with("Host", "localhost:8000");
        if (origin != null) {
            headers.with("Origin", origin);
        }
        headers.with("Sec-Fetch-Site", site);
        BrowserGuard guard = new BrowserGuard(List.of(), List.of(ALLOWED_ORIGIN), false);
        assertEquals(allowed, guard.refusal(headers).isEmpty());
    }
}
