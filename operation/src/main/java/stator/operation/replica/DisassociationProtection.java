package stator.operation.replica;

import stator.database.table.Replication;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.model.ApiException;
import stator.protocol.ResponseWriter;

/**
 * What keeps a replica of a global table of the current version from being disassociated from the
 * others. It is on until it is turned off, and a table that is no replica has none.
 */
public final class DisassociationProtection {
    private static final TableSetting<Boolean> SETTING =
            TableSetting.flag("DisassociationProtection");

    private DisassociationProtection() {}

    private static boolean isReplica(TableDescription table) {
        return Replication.of(table)
                .filter(replication -> replication.version().equals(Replication.CURRENT))
                .isPresent();
    }

    static boolean isOn(TableDescription table) {
        return isReplica(table) && SETTING.of(table).orElse(true);
    }

    /** A replica with or without it. */
    public static TableDescription set(TableDescription table, boolean on) {
        if (!isReplica(table)) {
            throw ApiException.validation(
                    "DisassociationProtectionEnabled can only be specified for a replica of a"
                            + " global table with version "
                            + Replication.CURRENT);
        }
        return SETTING.in(table, on);
    }

    /** A table that is about to become a replica begins with it, whatever it was before. */
    static TableDescription reset(TableDescription table) {
        return SETTING.without(table);
    }

    public static void write(TableDescription table, ResponseWriter response) {
        if (isReplica(table)) {
            response.member("DisassociationProtectionEnabled", isOn(table));
        }
    }
}
