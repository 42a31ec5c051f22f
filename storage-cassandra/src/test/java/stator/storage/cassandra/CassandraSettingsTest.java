package stator.storage.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CassandraSettingsTest {
    @Test
    void readsHostsPortsAndKeyspace() {
        CassandraSettings settings =
                CassandraSettings.parse("cassandra://10.0.0.1,node-2:9142/stator_1", Map.of());
        assertEquals("10.0.0.1", settings.contactPoints().get(0).getHostString());
        assertEquals(9042, settings.contactPoints().get(0).getPort());
        assertEquals("node-2", settings.contactPoints().get(1).getHostString());
        assertEquals(9142, settings.contactPoints().get(1).getPort());
        assertEquals("stator_1", settings.keyspace());
        assertEquals(3, settings.replication());
        assertFalse(settings.outbox());
        assertEquals(Optional.empty(), settings.trust());
    }

    @Test
    void readsOptionsAndKeepsThePasswordToItself() {
        CassandraSettings settings =
                CassandraSettings.parse(
                        "cassandra://a/b",
                        Map.of(
                                "user",
                                "u",
                                "password",
                                "secret",
                                "tls",
                                "true",
                                "replication",
                                "5",
                                "outbox",
                                "true"));
        assertEquals("secret", settings.credentials().orElseThrow().password());
        assertFalse(settings.toString().contains("secret"));
        assertEquals(Optional.of(Path.of("")), settings.trust());
        assertEquals(5, settings.replication());
        assertTrue(settings.outbox());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cassandra://",
                "cassandra://a",
                "cassandra:///b",
                "cassandra://a,/b",
                "cassandra://a:port/b",
                "cassandra://a/",
                "cassandra://a/Upper",
                "cassandra://a/with-dash",
                "redis://a/b"
            })
    void refusesOtherAddresses(String address) {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> CassandraSettings.parse(address, Map.of()));
        assertTrue(refused.getMessage().contains("cassandra://HOST"), refused.getMessage());
    }

    @Test
    void refusesOptionsThatItDoesNotKnowAndHalvesOfCredentials() {
        for (Map<String, String> options :
                java.util.List.of(
                        Map.of("colour", "red"),
                        Map.of("user", "u"),
                        Map.of("password", "p"),
                        Map.of("replication", "0"),
                        Map.of("replication", "ten"))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> CassandraSettings.parse("cassandra://a/b", options),
                    options.toString());
        }
    }
}
