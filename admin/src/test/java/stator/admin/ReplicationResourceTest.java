package stator.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.storage.memory.MemoryStore;

class ReplicationResourceTest {
    @Test
    void saysAndSetsWhatIsWrong() {
        try (Database database =
                Database.open(
                        new MemoryStore(),
                        DatabaseSettings.DEFAULT,
                        Clock.systemUTC(),
                        new Random(1))) {
            ReplicationResource resource = new ReplicationResource(database);
            assertEquals("{}", faults(resource, "GET", ""));
            assertEquals(
                    "{\"eu-west-1\": {\"Cut\": true, \"DelayMillis\": 0}}",
                    faults(resource, "PUT", "/eu-west-1/cut"));
            assertEquals(
                    "{\"eu-west-1\": {\"Cut\": true, \"DelayMillis\": 250}}",
                    faults(resource, "PUT", "/eu-west-1/delay/250"));
            assertEquals(
                    "{\"eu-west-1\": {\"Cut\": false, \"DelayMillis\": 250}}",
                    faults(resource, "DELETE", "/eu-west-1/cut"));
            assertEquals("{}", faults(resource, "DELETE", "/eu-west-1"));
            assertEquals("{}", faults(resource, "DELETE", ""));
            for (String path :
                    new String[] {"/x\"y/cut", "/a/delay/x", "/a/delay/-1", "/a/b/c/d"}) {
                assertEquals("nothing", faults(resource, "PUT", path));
                assertEquals("nothing", faults(resource, "DELETE", path));
                assertEquals("nothing", faults(resource, "GET", path));
            }
        }
    }

    private static String faults(ReplicationResource resource, String method, String path) {
        return resource.answer(method, "/_stator/replication" + path, new byte[0])
                .map(reply -> new String(reply.body(), StandardCharsets.UTF_8))
                .map(json ->
                        json.replaceAll("^\\{\"Faults\": (.*), \"Replicas\": \\[\\]\\}$", "$1"))
                .orElse("nothing");
    }
}
