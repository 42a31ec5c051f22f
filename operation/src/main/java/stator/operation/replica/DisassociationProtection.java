package stator.operation.replica;

import java.util.Map;
import stator.database.table.Replication;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.protocol.ResponseWriter;

/**
 * What keeps a replica of a global table of the current version from being disassociated from the
 * others. It is on until it is turned off, and a table that is no replica has none.
 */
public final class DisassociationProtection {
    private static final String SETTING = "DisassociationProtection";

    private DisassociationProtection() {}

    private static boolean isReplica(TableDescription table) {
        return Replication.of(table)
                .filter(replication -> replication.version().equals(Replication.CURRENT))
                .isPresent();
    }

    static boolean isOn(TableDescription table) {
        return isReplica(table)
                && table.settings().find(SETTING).map(AttributeValue::bool).orElse(true);
    }

    /** A replica with or without it. */
    public static TableDescription set(TableDescription table, boolean on) {
        if (!isReplica(table)) {
            throw ApiException.validation(
                    "DisassociationProtectionEnabled can only be specified for a replica of a"
                            + " global table with version "
                            + Replication.CURRENT);
        }
        Map<String, AttributeValue> settings = table.settings().toMap();
        settings.put(SETTING, AttributeValue.bool(on));
        return table.toBuilder().settings(Item.of(settings)).build();
    }

    /** A table that is about to become a replica begins with it, whatever it was before. */
    static TableDescription reset(TableDescription table) {
        Map<String, AttributeValue> settings = table.settings().toMap();
        settings.remove(SETTING);
        return table.toBuilder().settings(Item.of(settings)).build();
    }

    public static void write(TableDescription table, ResponseWriter response) {
        if (isReplica(table)) {
            response.member("DisassociationProtectionEnabled", isOn(table));
        }
    }
}
