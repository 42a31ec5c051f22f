package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReplicaDescription;
import software.amazon.awssdk.services.dynamodb.model.ReplicaStatus;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/**
 * A global table that is written in two regions, items of one writer and items of all, and whose
 * third replica comes and goes.
 */
final class ReplicationRecovery extends RecoveryPart {
    private static final String TABLE = "global";
    private static final List<String> WRITTEN = List.of("us-east-1", "eu-west-1");
    private static final String COMING_AND_GOING = "ap-south-1";
    private static final int ITEMS_PER_WRITER = 300;
    private static final int ITEMS_OF_ALL = 50;

    @Override
    void prepare(RegionClients clients) throws InterruptedException {
        clients.call(
                "CreateTable",
                """
                {"TableName": "global", "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                 "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"}}\
                """);
        updateReplica(clients, "Create", WRITTEN.get(1));
        await("table and replicas are active", () -> isActive(clients));
    }

    @Override
    void write(RegionClients clients, int writer, WriterLedger ledger, SplittableRandom random) {
        DynamoDbClient client = clients.in(region(writer));
        if (random.nextInt(4) == 0) {
            Map<String, AttributeValue> shared =
                    Map.of(
                            "id", text("all-" + random.nextInt(ITEMS_OF_ALL)),
                            "value", number(random.nextInt(1_000_000)));
            client.putItem(put -> put.tableName(TABLE).item(shared));
            return;
        }
        String id = id(writer, random.nextInt(ITEMS_PER_WRITER));
        if (random.nextInt(4) == 0) {
            ledger.change(
                    Map.of(id, Optional.empty()),
                    () ->
                            client.deleteItem(
                                    delete -> delete.tableName(TABLE).key(Map.of("id", text(id)))));
            return;
        }
        Map<String, AttributeValue> item =
                Map.of("id", text(id), "value", number(random.nextInt(1_000_000)));
        ledger.change(
                Map.of(id, Optional.of(item)),
                () -> client.putItem(put -> put.tableName(TABLE).item(item)));
    }

    private static String region(int writer) {
        return WRITTEN.get(writer % WRITTEN.size());
    }

    /**
     * Makes or removes a replica; or cuts a region off, so that the writes of both wait for the
     * next server.
     */
    @Override
    void occupy(RegionClients clients, SplittableRandom random) {
        if (random.nextBoolean()) {
            clients.cut(WRITTEN.get(1));
            return;
        }
        boolean isThere =
                table(clients).replicas().stream()
                        .anyMatch(replica -> replica.regionName().equals(COMING_AND_GOING));
        updateReplica(clients, isThere ? "Delete" : "Create", COMING_AND_GOING);
    }

    private static void updateReplica(RegionClients clients, String action, String region) {
        clients.call(
                "UpdateTable",
                """
                {"TableName": "global", "ReplicaUpdates": [{"%s": {"RegionName": "%s"}}]}\
                """
                        .formatted(action, region));
    }

    @Override
    boolean isUnfinished(RegionClients clients) {
        return !isActive(clients) || !areEqual(clients, List.of(WRITTEN.get(1)));
    }

    @Override
    void verify(RegionClients clients) throws InterruptedException {
        await("table and replicas are active", () -> isActive(clients));
        List<String> others =
                table(clients).replicas().stream()
                        .map(ReplicaDescription::regionName)
                        .filter(region -> !region.equals(WRITTEN.getFirst()))
                        .toList();
        assertTrue(others.contains(WRITTEN.get(1)), () -> "replicas: " + others);
        await("all replicas are equal", () -> areEqual(clients, others));
        settle(RegionClients.scan(clients.home(), TABLE), item -> false);
    }

    private static boolean isActive(RegionClients clients) {
        TableDescription table = table(clients);
        return table.tableStatus() == TableStatus.ACTIVE
                && table.replicas().stream()
                        .allMatch(replica -> replica.replicaStatus() == ReplicaStatus.ACTIVE);
    }

    private static boolean areEqual(RegionClients clients, List<String> others) {
        Map<String, Map<String, AttributeValue>> home = RegionClients.scan(clients.home(), TABLE);
        return others.stream()
                .allMatch(region -> home.equals(RegionClients.scan(clients.in(region), TABLE)));
    }

    private static TableDescription table(RegionClients clients) {
        return clients.home().describeTable(table -> table.tableName(TABLE)).table();
    }
}
