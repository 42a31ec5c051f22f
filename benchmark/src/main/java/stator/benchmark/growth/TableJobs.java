package stator.benchmark.growth;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import stator.benchmark.load.LoadFailure;

/**
 * What is done with a whole table, each from the request until it is finished. A job may need what
 * one before it has left.
 */
final class TableJobs {
    /** How many items are loaded into a table beside; a load of all items was measured before. */
    private static final int LOADED_MAX = 200_000;

    private static final String BUCKET = "growth-exports";
    private static final String REGION = "eu-west-1";
    private static final String KEYS_INDEX = "keys-by-group";

    private final GrowthServer server;
    private final GrowthData data;
    private final GrowthData loaded;
    private final GrowthData restored;
    private final GrowthData imported;
    private final int connections;
    private String backup = "";
    private String exportFolder = "";

    /**
     * One of them.
     *
     * @param before what is needed and does not count
     * @param after what leaves nothing in the way of the next, and does not count
     */
    record Job(
            String name,
            int items,
            GrowthServer.Work before,
            GrowthServer.Work work,
            GrowthServer.Work after) {}

    TableJobs(GrowthServer server, GrowthData data, int connections) {
        this.server = server;
        this.data = data;
        this.connections = connections;
        loaded = data.first(LOADED_MAX, data.table() + "-loaded");
        restored = data.first(data.items(), data.table() + "-restored");
        imported = data.first(data.items(), data.table() + "-imported");
    }

    /** All of them, in the order in which they have to be done. */
    List<Job> all() {
        GrowthServer.Work nothing = () -> {};
        int items = data.items();
        return List.of(
                new Job(
                        "load",
                        loaded.items(),
                        () -> server.call("CreateTable", "{" + loaded.definition() + "}"),
                        () -> new Loading(server, loaded, connections).run(),
                        () -> delete(loaded)),
                new Job(
                        "backfill of keys",
                        items,
                        nothing,
                        () -> addIndex(KEYS_INDEX, "KEYS_ONLY"),
                        this::removeIndex),
                new Job("backup", items, nothing, this::backUp, nothing),
                new Job("restore", items, nothing, this::restore, nothing),
                new Job("ttl-sweep", items, nothing, this::sweep, () -> delete(restored)),
                new Job("export", items, () -> keepHistory(true), this::export, nothing),
                new Job("import", items, () -> keepHistory(false), this::importAgain, nothing),
                new Job("delete-table", items, nothing, () -> delete(imported), nothing),
                new Job("replica", items, nothing, this::addReplica, this::removeReplica));
    }

    /** Adds an index of the groups, and waits until it is filled. */
    void addIndex(String index, String projection) throws IOException, InterruptedException {
        server.call("UpdateTable", data.indexRequest(index, projection));
        awaitTable(data, answer -> !answer.contains("\"IndexStatus\":\"CREATING\""));
    }

    private void removeIndex() throws IOException, InterruptedException {
        update(
                "\"GlobalSecondaryIndexUpdates\":[{\"Delete\":{\"IndexName\":\""
                        + KEYS_INDEX
                        + "\"}}]");
        awaitTable(data, answer -> !answer.contains(KEYS_INDEX));
    }

    private void backUp() throws IOException, InterruptedException {
        String begun =
                server.call(
                        "CreateBackup",
                        "{\"TableName\":\"%s\",\"BackupName\":\"growth\"}".formatted(data.table()));
        backup = JsonText.member(begun, "BackupArn");
        awaitStatus(
                "DescribeBackup",
                "{\"BackupArn\":\"" + backup + "\"}",
                "BackupStatus",
                "CREATING",
                "AVAILABLE");
    }

    private void restore() throws IOException, InterruptedException {
        server.call(
                "RestoreTableFromBackup",
                "{\"BackupArn\":\"%s\",\"TargetTableName\":\"%s\"}"
                        .formatted(backup, restored.table()));
        awaitFilled(restored);
    }

    /** Until the last item is gone: all of them expired before time to live was enabled. */
    private void sweep() throws IOException, InterruptedException {
        server.call(
                "UpdateTimeToLive",
                """
                {"TableName":"%s","TimeToLiveSpecification":{"Enabled":true,"AttributeName":"%s"}}\
                """
                        .formatted(restored.table(), GrowthData.EXPIRY));
        awaitTable(
                restored,
                answer -> JsonText.members(answer, "ItemCount").stream().allMatch("0"::equals));
    }

    private void keepHistory(boolean enabled) throws IOException {
        server.call(
                "UpdateContinuousBackups",
                """
                {"TableName":"%s","PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":%s}}\
                """
                        .formatted(data.table(), enabled));
    }

    private void export() throws IOException, InterruptedException {
        String arn = JsonText.member(server.call("DescribeTable", nameOf(data)), "TableArn");
        String begun =
                server.call(
                        "ExportTableToPointInTime",
                        "{\"TableArn\":\"%s\",\"S3Bucket\":\"%s\"}".formatted(arn, BUCKET));
        String export = JsonText.member(begun, "ExportArn");
        awaitStatus(
                "DescribeExport",
                "{\"ExportArn\":\"" + export + "\"}",
                "ExportStatus",
                "IN_PROGRESS",
                "COMPLETED");
        exportFolder = "AWSDynamoDB/" + export.substring(export.lastIndexOf('/') + 1) + "/data/";
    }

    private void importAgain() throws IOException, InterruptedException {
        String begun =
                server.call(
                        "ImportTable",
                        """
                        {"ClientToken":"growth","S3BucketSource":{"S3Bucket":"%s","S3KeyPrefix":"%s"},"InputFormat":"DYNAMODB_JSON",\
                        "InputCompressionType":"GZIP","TableCreationParameters":{%s}}\
                        """
                                .formatted(BUCKET, exportFolder, imported.definition()));
        awaitStatus(
                "DescribeImport",
                "{\"ImportArn\":\"" + JsonText.member(begun, "ImportArn") + "\"}",
                "ImportStatus",
                "IN_PROGRESS",
                "COMPLETED");
        awaitFilled(imported);
    }

    private void addReplica() throws IOException, InterruptedException {
        update("\"ReplicaUpdates\":[{\"Create\":{\"RegionName\":\"" + REGION + "\"}}]");
        awaitTable(data, answer -> answer.contains("\"ReplicaStatus\":\"ACTIVE\""));
    }

    private void removeReplica() throws IOException, InterruptedException {
        update("\"ReplicaUpdates\":[{\"Delete\":{\"RegionName\":\"" + REGION + "\"}}]");
        awaitTable(data, answer -> !answer.contains("\"ReplicaStatus\""));
    }

    /** Deletes a table, and waits until it is gone. */
    void delete(GrowthData table) throws IOException, InterruptedException {
        server.call("DeleteTable", nameOf(table));
        server.await("ListTables", "{}", answer -> !answer.contains("\"" + table.table() + "\""));
    }

    private void update(String change) throws IOException {
        server.call("UpdateTable", "{\"TableName\":\"%s\",%s}".formatted(data.table(), change));
    }

    private String awaitTable(GrowthData table, Predicate<String> wanted)
            throws IOException, InterruptedException {
        return server.await("DescribeTable", nameOf(table), wanted);
    }

    private void awaitFilled(GrowthData table) throws IOException, InterruptedException {
        String answer = awaitTable(table, one -> one.contains("\"TableStatus\":\"ACTIVE\""));
        if (!answer.contains("\"ItemCount\":" + table.items())) {
            throw new LoadFailure(table.items() + " items are expected: " + answer);
        }
    }

    private void awaitStatus(
            String operation, String body, String member, String passing, String wanted)
            throws IOException, InterruptedException {
        String answer =
                server.await(operation, body, one -> !JsonText.member(one, member).equals(passing));
        if (!JsonText.member(answer, member).equals(wanted)) {
            throw new LoadFailure(operation + " answers " + answer);
        }
    }

    private static String nameOf(GrowthData table) {
        return "{\"TableName\":\"" + table.table() + "\"}";
    }
}
