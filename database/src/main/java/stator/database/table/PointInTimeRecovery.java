package stator.database.table;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import stator.model.AttributeValue;
import stator.model.Item;

/**
 * That a table can be restored as it stood at any second of the last days: a setting of the table,
 * by which its {@code Journal} is kept.
 *
 * @param sinceMillis since when without a gap
 * @param periodDays how far back, 1 to {@link #PERIOD_DAYS_MAX}
 */
public record PointInTimeRecovery(long sinceMillis, int periodDays) {
    /** The longest period, and AWS's default. */
    public static final int PERIOD_DAYS_MAX = 35;

    private static final TableSetting<PointInTimeRecovery> SETTING =
            new TableSetting<>(
                    "PointInTimeRecovery", PointInTimeRecovery::read, PointInTimeRecovery::written);

    public PointInTimeRecovery {
        if (periodDays < 1 || periodDays > PERIOD_DAYS_MAX) {
            throw new IllegalArgumentException("A period of " + periodDays + " days");
        }
        assert sinceMillis >= 0 : "Recovery since " + sinceMillis;
    }

    /** What a table has, if it has it. */
    public static Optional<PointInTimeRecovery> of(TableDescription table) {
        return SETTING.of(table);
    }

    private static PointInTimeRecovery read(AttributeValue setting) {
        return new PointInTimeRecovery(
                Long.parseLong(setting.map().get("Since").text()),
                Integer.parseInt(setting.map().get("Days").text()));
    }

    private AttributeValue written() {
        Map<String, AttributeValue> setting = new LinkedHashMap<>();
        setting.put("Since", AttributeValue.number(sinceMillis));
        setting.put("Days", AttributeValue.number(periodDays));
        return AttributeValue.map(Item.of(setting));
    }

    /** The table with this. */
    public TableDescription in(TableDescription table) {
        return SETTING.in(table, this);
    }

    /** The table without it. */
    public static TableDescription off(TableDescription table) {
        return SETTING.without(table);
    }

    /** The earliest time that the table can be restored to. */
    public long earliestMillis(long nowMillis) {
        return Math.max(sinceMillis, nowMillis - Duration.ofDays(periodDays).toMillis());
    }
}
