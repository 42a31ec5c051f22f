package stator.database.catalog;

import java.util.HashMap;
import java.util.Map;
import stator.database.catalog.DocumentMembers.Reader;
import stator.database.catalog.DocumentMembers.Writer;
import stator.database.row.FilledSpace;
import stator.database.table.TableSetting;
import stator.database.table.TableSettings;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * What features keep of a table as members of its document: their settings, and where the spaces
 * are that they fill. Which features there are is said by {@link TableSettings}.
 */
final class FeatureCodec {
    private FeatureCodec() {}

    static void writeSettings(Writer out, Item settings) {
        Map<String, AttributeValue> others = settings.toMap();
        for (TableSetting<?> setting : TableSettings.BESIDE_OTHERS) {
            AttributeValue value = others.remove(setting.name());
            if (value != null) {
                out.document().name(setting.name());
                out.document().value(value);
            }
        }
        out.map("Settings", () -> out.document().attributes(Item.of(others)));
    }

    static Item readSettings(Reader in) {
        Map<String, AttributeValue> settings = in.map("Settings").document().toMap();
        for (TableSetting<?> setting : TableSettings.BESIDE_OTHERS) {
            in.document()
                    .find(setting.name())
                    .ifPresent(value -> settings.put(setting.name(), value));
        }
        return Item.of(settings);
    }

    /** The spaces that features fill. */
    static void writeSpaces(Writer out, TableEntry record) {
        for (TableSettings.Indexed<?> indexed : TableSettings.INDEXED) {
            FilledSpace space = record.filledSpace(indexed.setting());
            out.map(
                    indexed.member(),
                    () -> {
                        out.number("Space", space.space());
                        out.flag("Filled", space.filled());
                    });
        }
    }

    static Map<String, FilledSpace> readSpaces(Reader in) {
        Map<String, FilledSpace> all = new HashMap<>();
        for (TableSettings.Indexed<?> indexed : TableSettings.INDEXED) {
            Reader member = in.map(indexed.member());
            FilledSpace space =
                    new FilledSpace(
                            (int) member.number("Space", FilledSpace.NONE.space()),
                            member.flag("Filled", FilledSpace.NONE.filled()));
            if (space.exists()) {
                all.put(indexed.setting().name(), space);
            }
        }
        return all;
    }
}
