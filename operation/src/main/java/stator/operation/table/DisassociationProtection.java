package stator.operation.table;

import java.util.Map;
import stator.database.TableDescription;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.protocol.ResponseWriter;

/**
 * The setting of a table that keeps it from being disassociated from its global table. A table that
 * never had it says nothing of it.
 */
final class DisassociationProtection {
    private static final String SETTING = "DisassociationProtection";

    private DisassociationProtection() {}

    static boolean isOn(TableDescription table) {
        return table.settings().find(SETTING).map(AttributeValue::bool).orElse(false);
    }

    static TableDescription set(TableDescription table, boolean on) {
        Map<String, AttributeValue> settings = table.settings().toMap();
        settings.put(SETTING, AttributeValue.bool(on));
        return table.toBuilder().settings(Item.of(settings)).build();
    }

    static void write(TableDescription table, ResponseWriter response) {
        if (table.settings().contains(SETTING)) {
            response.member("DisassociationProtectionEnabled", isOn(table));
        }
    }
}
