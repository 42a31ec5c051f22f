package stator.server.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stator.server.ConfigurationException;

class InnerPlaceTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.4:7700, 10.0.0.4, 7700",
        "10.0.0.4, 10.0.0.4, 0",
        "db-1.example:65535, db-1.example, 65535",
        "[fd00::4]:7700, fd00::4, 7700",
        "[fd00::4], fd00::4, 0",
        "fd00::4, fd00::4, 0",
    })
    void readsAHostAndPerhapsAPort(String text, String host, int port) {
        assertEquals(new InnerPlace(host, port), InnerPlace.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {":7700", "a:65536", "a:b", "a b:1", "http://a:1", "a:"})
    void refusesWhatIsNone(String text) {
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> InnerPlace.parse(text));
        assertTrue(refused.getMessage().startsWith("--cluster-address takes"));
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:7700, 127.0.0.1",
        "127.0.0.2, 127.0.0.2",
        "localhost:1, localhost",
        "10.0.0.4:7700, 0.0.0.0",
    })
    void listensEverywhereButForLoopback(String text, String host) {
        assertEquals(host, InnerPlace.parse(text).listen().getHostString());
    }

    @Test
    void aHostThatNobodyKnowsIsRefused() {
        InnerPlace unknown = InnerPlace.parse("no-such-host.invalid:1");
        assertThrows(ConfigurationException.class, unknown::listen);
    }
}
