package stator.server;

import java.time.Duration;
import stator.database.settings.DatabaseSettings;
import stator.door.SlowCalls;
import stator.operation.settings.CapacityEnforcement;

/**
 * How the server behaves.
 *
 * @param databaseSettings how the database behaves
 * @param enforcement whether tables are held to their capacity
 * @param slowCalls which calls are noted in the log
 * @param scalingMinute how long a minute of auto scaling takes
 * @param lifecycleDay how long a day of the rules takes by which objects expire
 */
public record Behaviour(
        DatabaseSettings databaseSettings,
        CapacityEnforcement enforcement,
        SlowCalls slowCalls,
        Duration scalingMinute,
        Duration lifecycleDay) {
    /** As long as on AWS. */
    public static final Duration SCALING_MINUTE_AWS = Duration.ofMinutes(1);

    /** As long as on AWS. */
    public static final Duration LIFECYCLE_DAY_AWS = Duration.ofDays(1);

    /** What is right for most. */
    public static final Behaviour DEFAULT =
            new Behaviour(
                    DatabaseSettings.DEFAULT,
                    CapacityEnforcement.OFF,
                    SlowCalls.OFF,
                    SCALING_MINUTE_AWS,
                    LIFECYCLE_DAY_AWS);
}
