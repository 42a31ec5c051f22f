package stator.operation.archive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * What a table that is being restored, or was, comes from: kept in the table's description, so that
 * the restore goes on after a restart, and DescribeTable tells it for good.
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
    private static final TableSetting<RestoreOrigin> SETTING =
            new TableSetting<>("Restore", RestoreOrigin::read, RestoreOrigin::written);

    /** What stays of it in a table that is complete. */
    private static final TableSetting<RestoreOrigin> RESTORED =
            new TableSetting<>("Restored", RestoreOrigin::read, RestoreOrigin::written);

    /** Where a table comes from, if it is being restored. */
    public static Optional<RestoreOrigin> of(TableDescription table) {
        return SETTING.of(table);
    }

    /** Where a table that is complete came from, if it was restored. */
    public static Optional<RestoreOrigin> ofRestored(TableDescription table) {
        return RESTORED.of(table);
    }

    private static RestoreOrigin read(AttributeValue setting) {
        Item origin = setting.map();
        return new RestoreOrigin(
                origin.get("Backup").text(),
                origin.get("Table").text(),
                origin.get("TableId").text(),
                Long.parseLong(origin.get("Time").text()),
                Long.parseLong(origin.get("CreatingUntil").text()));
    }

    /** Whether it is restored from a backup, not to a point in time. */
    public boolean isFromBackup() {
        return !backupArn.isEmpty();
    }

    String backupId() {
        return backupArn.substring(backupArn.lastIndexOf('/') + 1);
    }

    TableDescription.Builder mark(TableDescription.Builder table) {
        return SETTING.in(table, this);
    }

    private AttributeValue written() {
        Map<String, AttributeValue> origin = new LinkedHashMap<>();
        origin.put("Backup", AttributeValue.string(backupArn));
        origin.put("Table", AttributeValue.string(sourceTableArn));
        origin.put("TableId", AttributeValue.string(sourceTableId));
        origin.put("Time", AttributeValue.number(timeMillis));
        origin.put("CreatingUntil", AttributeValue.number(creatingUntilMillis));
        return AttributeValue.map(Item.of(origin));
    }

    /** The table is complete; where it came from stays on show. */
    static TableDescription.Builder complete(TableDescription.Builder table) {
        Optional<RestoreOrigin> origin = of(table.build());
        TableDescription.Builder unmarked = SETTING.without(table);
        return origin.isPresent() ? RESTORED.in(unmarked, origin.get()) : unmarked;
    }
}
