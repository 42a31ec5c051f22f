package stator.tool.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.protocol.ResponseWriter;

/** The backups that a service keeps. */
public final class Backups {
    private Backups() {}

    /** All, or those of a table, the oldest first. */
    public static List<Answer> list(DynamoDb service, Optional<String> table)
            throws InterruptedException {
        List<Answer> backups = new ArrayList<>();
        Optional<String> start = Optional.empty();
        do {
            ResponseWriter request = new ResponseWriter(128).startObject();
            table.ifPresent(name -> request.member("TableName", name));
            start.ifPresent(arn -> request.member("ExclusiveStartBackupArn", arn));
            Answer page = service.call("ListBackups", request.endObject().toString());
            backups.addAll(page.at("BackupSummaries").elements());
            start = page.at("LastEvaluatedBackupArn").text();
        } while (start.isPresent());
        return backups;
    }

    /** Waits until a backup can be used; returns its description. */
    public static Answer await(DynamoDb service, String arn) throws InterruptedException {
        String request =
                new ResponseWriter(128)
                        .startObject()
                        .member("BackupArn", arn)
                        .endObject()
                        .toString();
        return Waiting.until(
                () -> service.call("DescribeBackup", request).at("BackupDescription"),
                backup ->
                        !backup.at("BackupDetails", "BackupStatus")
                                .text()
                                .equals(Optional.of("CREATING")));
    }

    public static String arn(Answer backup) {
        return backup.at("BackupArn").text().orElseThrow();
    }

    /** When a backup was made. */
    public static String created(Answer backup) {
        return backup.at("BackupCreationDateTime")
                .text()
                .map(seconds ->
                        Instant.ofEpochMilli(Math.round(Double.parseDouble(seconds) * 1000))
                                .toString())
                .orElse("");
    }

    /**
     * The ARN of a backup that was given by its ARN or its name; of several with that name, of the
     * newest.
     */
    public static String resolve(DynamoDb service, String nameOrArn) throws InterruptedException {
        if (nameOrArn.startsWith("arn:")) {
            return nameOrArn;
        }
        Answer newest = null;
        for (Answer backup : list(service, Optional.empty())) {
            boolean isMeant = backup.at("BackupName").text().equals(Optional.of(nameOrArn));
            if (isMeant && (newest == null || created(backup).compareTo(created(newest)) >= 0)) {
                newest = backup;
            }
        }
        if (newest == null) {
            throw new ToolException(
                    "There is no backup '"
                            + nameOrArn
                            + "' at "
                            + service.endpoint()
                            + ". 'stator backup --list' shows those that there are.");
        }
        return arn(newest);
    }
}
