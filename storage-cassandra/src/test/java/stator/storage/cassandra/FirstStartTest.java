package stator.storage.cassandra;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.datastax.driver.core.Host;
import com.datastax.driver.core.Row;
import com.datastax.driver.core.SimpleStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import stator.storage.Consistency;
import stator.storage.RowKey;
import stator.storage.Store;

/** Servers that make a keyspace at the same moment. Needs a cluster, see TestCluster. */
class FirstStartTest {
    private static final int SERVERS = 4;
    private static final int TIMES = 3;
    private static final RowKey KEY = new RowKey(5, new byte[] {1}, (byte) 0, new byte[0]);

    @Test
    void allOfThemGetTheSameTables() throws Exception {
        for (int time = 0; time < TIMES; time++) {
            CassandraSettings settings =
                    TestCluster.CHOSEN.settings().in("first_" + System.currentTimeMillis());
            List<SharedKeyspace> servers = openTogether(settings);
            try (Connection connection = Connection.open(settings)) {
                assertEquals(1, tables(connection).size());
                writeByOne(servers);
                connection.define("DROP KEYSPACE " + settings.keyspace());
            } finally {
                servers.forEach(SharedKeyspace::close);
            }
        }
    }

    private static List<SharedKeyspace> openTogether(CassandraSettings settings) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Future<SharedKeyspace>> opening = new ArrayList<>();
        List<SharedKeyspace> opened = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int server = 0; server < SERVERS; server++) {
                opening.add(
                        threads.submit(() -> {
                            start.await();
                            return SharedKeyspace.open(settings);
                        }));
            }
            start.countDown();
            for (Future<SharedKeyspace> one : opening) {
                opened.add(one.get());
            }
        }
        return opened;
    }

    /** The tables and their ids, as nodes know them; one such set if all know the same. */
    private static Set<Map<String, String>> tables(Connection connection) {
        Set<Map<String, String>> known = new HashSet<>();
        for (Host node : connection.nodes()) {
            Map<String, String> ids = new TreeMap<>();
            for (Row table :
                    connection.execute(
                            new SimpleStatement(
                                            "SELECT table_name, id FROM system_schema.tables WHERE"
                                                    + " keyspace_name = '"
                                                    + connection.keyspace()
                                                    + "'")
                                    .setHost(node))) {
                ids.put(table.getString(0), table.getUUID(1).toString());
            }
            known.add(ids);
        }
        return known;
    }

    private static void writeByOne(List<SharedKeyspace> servers) {
        try (Store store = servers.getFirst().open("", () -> {}).orElseThrow()) {
            store.update(
                    List.of(KEY),
                    (current, batch) -> {
                        batch.put(KEY, new stator.storage.Row(1, new byte[] {1}));
                        return null;
                    });
            assertEquals(1, store.get(KEY, Consistency.STRONG).orElseThrow().version());
        }
    }
}
