package stator.database.table;

import java.util.List;
import java.util.function.Function;

/**
 * What the tables as a whole have to know of single settings. All that is not named here is passed
 * on as it is, and each replica of a global table has its own.
 */
public final class TableSettings {
    /** What all replicas of a global table share. */
    static final List<TableSetting<?>> SHARED = List.of(TimeToLive.SETTING);

    /**
     * Settings that stand beside the others in a table's stored record, under their names, because
     * they did before there was a place for settings.
     */
    public static final List<TableSetting<?>> BESIDE_OTHERS = List.of(TimeToLive.SETTING);

    /** Settings for which a table has a space of its own that is filled with its items. */
    public static final List<Indexed<?>> INDEXED =
            List.of(new Indexed<>(TimeToLive.SETTING, "Expiry", TimeToLive::indexedBy));

    private TableSettings() {}

    /**
     * A setting with a space of its own.
     *
     * @param member the name in a table's stored record of where the space is
     * @param by by what the items are in the space; empty if there is to be none. If it changes,
     *     another space takes its place
     */
    public record Indexed<T>(TableSetting<T> setting, String member, Function<T, String> by) {
        /** By what the items of a table are in the space; empty if there is none. */
        public String by(TableDescription table) {
            return setting.of(table).map(by).orElse("");
        }
    }
}
