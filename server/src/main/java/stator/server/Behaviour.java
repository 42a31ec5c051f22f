package stator.server;

import stator.database.settings.DatabaseSettings;
import stator.door.SlowCalls;
import stator.operation.settings.CapacityEnforcement;

/**
 * How the server behaves.
 *
 * @param databaseSettings how the database behaves
 * @param enforcement whether tables are held to their capacity
 * @param slowCalls which calls are noted in the log
 */
public record Behaviour(
        DatabaseSettings databaseSettings, CapacityEnforcement enforcement, SlowCalls slowCalls) {
    /** What is right for most. */
    public static final Behaviour DEFAULT =
            new Behaviour(DatabaseSettings.DEFAULT, CapacityEnforcement.OFF, SlowCalls.OFF);
}
