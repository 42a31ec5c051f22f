package stator.operation.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import stator.database.table.TableDescription;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * What a table that is being restored comes from: kept in the table's description until it is
 * complete, so that the restore goes on after a restart.
 *
 * @param backupArn the backup; empty if the table is restored to a point in time
 * @param sourceTableArn the table that the backup or the history is of
 * @param sourceTableId which of the tables that had this name
 * @param timeMillis the time of the backup, or the point in time
 * @param creatingUntilMillis how long the table is shown as CREATING at least; 0 for no longer than
 *     needed
 */
public record RestoreOrigin(
        String backupArn,
        String sourceTableArn,
        String sourceTableId,
        long timeMillis,
        long creatingUntilMillis) {
    private static final String SETTING = "Restore";

    /** Where a table comes from, if it is being restored. */
    public static Optional<RestoreOrigin> of(TableDescription table) {
        return table.settings()
                .find(SETTING)
                .map(AttributeValue::map)
                .map(origin ->
                        new RestoreOrigin(
                                origin.get("Backup").text(),
                                origin.get("Table").text(),
                                origin.get("TableId").text(),
                                Long.parseLong(origin.get("Time").text()),
                                Long.parseLong(origin.get("CreatingUntil").text())));
    }

    /** Whether it is restored from a backup, not to a point in time. */
    public boolean isFromBackup() {
        return !backupArn.isEmpty();
    }

    String backupId() {
        return backupArn.substring(backupArn.lastIndexOf('/') + 1);
    }

    TableDescription.Builder mark(TableDescription.Builder table) {
        Map<String, AttributeValue> origin = new LinkedHashMap<>();
        origin.put("Backup", AttributeValue.string(backupArn));
        origin.put("Table", AttributeValue.string(sourceTableArn));
        origin.put("TableId", AttributeValue.string(sourceTableId));
        origin.put("Time", AttributeValue.number(timeMillis));
        origin.put("CreatingUntil", AttributeValue.number(creatingUntilMillis));
        return table.setting(SETTING, AttributeValue.map(Item.of(origin)));
    }

    static TableDescription.Builder unmark(TableDescription.Builder table) {
        return table.withoutSetting(SETTING);
    }
}
