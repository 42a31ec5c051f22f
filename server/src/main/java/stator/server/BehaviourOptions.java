package stator.server;

import java.time.Duration;
import picocli.CommandLine.Option;
import stator.database.settings.ChangeLogSettings;
import stator.database.settings.DatabaseSettings;
import stator.door.SlowCalls;
import stator.operation.settings.CapacityEnforcement;

/** How the server behaves, as the command line says it. */
final class BehaviourOptions {
    /** How long tables are in transient states if delays are wanted but no length is given. */
    private static final long TRANSIENT_STATUS_MILLIS = 500;

    private static final long SECOND_MILLIS = 1_000;
    private static final long DAY_SECONDS = 86_400;

    @Option(
            names = "--delay-transient-statuses",
            description = {
                "Let tables and indexes be CREATING, UPDATING and DELETING for half a second, to see"
                        + " whether a program waits for them. By default all is done at once."
            })
    private boolean delayTransientStatuses;

    @Option(
            names = "--gsi-delay",
            paramLabel = "MS",
            description = {
                "Let reads of global secondary indexes see a write only after so many milliseconds, to"
                        + " see whether a program bears it. Default: 0, at once."
            })
    private long indexLagMillis;

    @Option(
            names = "--ttl-delay",
            paramLabel = "SECONDS",
            description = {
                "Delete items so long after their time to live is over; AWS may take two days. 'never'"
                        + " leaves it to DELETE /_aws/dynamodb/expired. Default: 0, within seconds."
            })
    private String expiryDelay = "0";

    @Option(
            names = "--stream-retention",
            paramLabel = "SECONDS",
            description = {
                "Show a change in its stream for so many seconds, and a deleted table's stream as long:"
                        + " shows what a consumer that comes too late gets. Default: 86400, a day, as"
                        + " AWS."
            })
    private long streamRetentionSeconds =
            ChangeLogSettings.DEFAULT.retentionMillis() / SECOND_MILLIS;

    @Option(
            names = "--stream-shard-lifetime",
            paramLabel = "SECONDS",
            description = {
                "Let another shard follow each shard of a stream after so many seconds. Default:"
                        + " 14400, four hours, as AWS."
            })
    private long shardLifetimeSeconds =
            ChangeLogSettings.DEFAULT.shardLifetimeMillis() / SECOND_MILLIS;

    @Option(
            names = "--stream-shard-records",
            paramLabel = "N",
            description = {
                "Split a shard of a stream that takes more than so many records a second for some"
                        + " seconds; 0 splits none. Default: 1000."
            })
    private long shardRecordsPerSecondMax = ChangeLogSettings.DEFAULT.shardRecordsPerSecondMax();

    @Option(
            names = "--item-collection-limit",
            paramLabel = "BYTES",
            description = {
                "Refuse writes that make an item collection of a table with local secondary indexes"
                        + " larger than this; on AWS it is 10737418240. Default: no limit."
            })
    private long itemCollectionBytesMax = DatabaseSettings.UNLIMITED;

    @Option(
            names = "--enforce-capacity",
            description = {
                "Throttle reads and writes for which tables and indexes have no capacity left, as AWS"
                        + " does. By default there is no limit of throughput."
            })
    private boolean enforceCapacity;

    @Option(
            names = "--burst-seconds",
            paramLabel = "N",
            description = {
                "With --enforce-capacity: keep unused capacity for so many seconds. Default: 300, as"
                        + " AWS."
            })
    private int burstSeconds = CapacityEnforcement.BURST_SECONDS_AWS;

    @Option(
            names = "--auto-scaling-minute",
            paramLabel = "SECONDS",
            description = {
                "How long a minute of auto scaling takes, cool-downs likewise: tests need not wait two"
                        + " minutes for a table to grow, or fifteen for it to shrink. Default: 60, as"
                        + " AWS."
            })
    private int scalingMinuteSeconds = (int) Behaviour.SCALING_MINUTE_AWS.toSeconds();

    @Option(
            names = "--lifecycle-day",
            paramLabel = "SECONDS",
            description = {
                "How long a day of the lifecycle rules of buckets takes, by which objects expire: tests"
                        + " need not wait until midnight. Default: 86400, as AWS."
            })
    private int lifecycleDaySeconds = (int) Behaviour.LIFECYCLE_DAY_AWS.toSeconds();

    @Option(
            names = "--slow-calls",
            paramLabel = "MS",
            description = {
                "Log a warning for each call that takes so many milliseconds or more. Default: 0,"
                        + " none."
            })
    private long slowCallMillis;

    /**
     * What was chosen.
     *
     * @throws ConfigurationException if it contradicts itself; the message says what to do
     */
    Behaviour behaviour() {
        return new Behaviour(
                databaseSettings(), enforcement(), slowCalls(), scalingMinute(), lifecycleDay());
    }

    private DatabaseSettings databaseSettings() {
        return new DatabaseSettings(
                        delayTransientStatuses ? TRANSIENT_STATUS_MILLIS : 0,
                        indexLagMillis(),
                        itemCollectionBytesMax(),
                        expiryDelaySeconds())
                .with(changeLogSettings());
    }

    private ChangeLogSettings changeLogSettings() {
        if (streamRetentionSeconds < 1 || streamRetentionSeconds > DAY_SECONDS) {
            throw new ConfigurationException(
                    "--stream-retention must be between 1 and 86400 seconds.");
        }
        if (shardLifetimeSeconds < 1 || shardLifetimeSeconds > DAY_SECONDS) {
            throw new ConfigurationException(
                    "--stream-shard-lifetime must be between 1 and 86400 seconds.");
        }
        if (shardRecordsPerSecondMax < 0) {
            throw new ConfigurationException("--stream-shard-records cannot be negative.");
        }
        return new ChangeLogSettings(
                streamRetentionSeconds * SECOND_MILLIS,
                shardLifetimeSeconds * SECOND_MILLIS,
                shardRecordsPerSecondMax);
    }

    private CapacityEnforcement enforcement() {
        if (burstSeconds <= 0) {
            throw new ConfigurationException("--burst-seconds must be positive.");
        }
        return enforceCapacity ? new CapacityEnforcement(burstSeconds) : CapacityEnforcement.OFF;
    }

    private Duration scalingMinute() {
        if (scalingMinuteSeconds < 1 || scalingMinuteSeconds > 60) {
            throw new ConfigurationException(
                    "--auto-scaling-minute must be between 1 and 60 seconds.");
        }
        return Duration.ofSeconds(scalingMinuteSeconds);
    }

    private Duration lifecycleDay() {
        if (lifecycleDaySeconds < 1 || lifecycleDaySeconds > DAY_SECONDS) {
            throw new ConfigurationException(
                    "--lifecycle-day must be between 1 and 86400 seconds.");
        }
        return Duration.ofSeconds(lifecycleDaySeconds);
    }

    private SlowCalls slowCalls() {
        if (slowCallMillis < 0) {
            throw new ConfigurationException("--slow-calls cannot be negative.");
        }
        return new SlowCalls(slowCallMillis);
    }

    private long indexLagMillis() {
        if (indexLagMillis < 0) {
            throw new ConfigurationException("--gsi-delay cannot be negative.");
        }
        return indexLagMillis;
    }

    private long itemCollectionBytesMax() {
        if (itemCollectionBytesMax <= 0) {
            throw new ConfigurationException("--item-collection-limit must be positive.");
        }
        return itemCollectionBytesMax;
    }

    private long expiryDelaySeconds() {
        if (expiryDelay.equals(SettingSources.NEVER)) {
            return DatabaseSettings.UNLIMITED;
        }
        if (!expiryDelay.matches("[0-9]{1,9}")) {
            throw new ConfigurationException(
                    "--ttl-delay must be a number of seconds or '" + SettingSources.NEVER + "'.");
        }
        return Long.parseLong(expiryDelay);
    }
}
