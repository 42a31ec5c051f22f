package stator.operation.table;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import stator.database.table.Billing;
import stator.database.table.Throughput;
import stator.model.ApiException;
import stator.operation.definition.CapacityRules;
import stator.operation.request.TableErrors;

/**
 * A change of provisioned capacity, and what the books of increases and decreases say of it.
 *
 * @param stored the capacity from now on
 * @param shown what the answer shows: the old units with the new times, as AWS does
 */
record ThroughputChange(Throughput stored, Throughput shown) {
    /** How many decreases a UTC day has before they are slowed down. */
    static final int DECREASES_FREE = 4;

    static final Duration DECREASE_PAUSE = Duration.ofHours(1);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern(
                            "EEEE, MMMM d, uuuu 'at' h:mm:ss a 'Coordinated Universal Time'",
                            Locale.US)
                    .withZone(ZoneOffset.UTC);

    /**
     * The change from one provisioned capacity to another.
     *
     * @param index whose capacity it is; empty for the table's
     */
    static ThroughputChange of(
            Throughput current, Throughput requested, String index, Instant now) {
        long read = requested.readUnits();
        long write = requested.writeUnits();
        if (read == current.readUnits() && write == current.writeUnits()) {
            throw noChange(current, index);
        }
        boolean decreases = read < current.readUnits() || write < current.writeUnits();
        boolean increases = read > current.readUnits() || write > current.writeUnits();
        int decreasesBefore = TableDescriptionWriter.decreasesToday(current, now);
        if (decreases) {
            requireDecreaseAllowed(current, decreasesBefore, now);
        }
        long increasedMillis = increases ? now.toEpochMilli() : current.lastIncreaseMillis();
        long decreasedMillis = decreases ? now.toEpochMilli() : current.lastDecreaseMillis();
        Throughput stored =
                new Throughput(
                        read,
                        write,
                        increasedMillis,
                        decreasedMillis,
                        decreases ? decreasesBefore + 1 : current.decreasesToday(),
                        current.readUnitsMax(),
                        current.writeUnitsMax(),
                        current.warmReadUnits(),
                        current.warmWriteUnits());
        Throughput shown =
                new Throughput(
                        current.readUnits(),
                        current.writeUnits(),
                        increasedMillis,
                        decreasedMillis,
                        decreasesBefore,
                        current.readUnitsMax(),
                        current.writeUnitsMax(),
                        current.warmReadUnits(),
                        current.warmWriteUnits());
        return new ThroughputChange(
                CapacityRules.initiallyWarm(Billing.Mode.PROVISIONED, stored), shown);
    }

    private static ApiException noChange(Throughput current, String index) {
        boolean ofTable = index.isEmpty();
        String subject = ofTable ? "the table" : "index " + index;
        return ApiException.validation(
                "The provisioned throughput for %s will not change. The requested value equals the current value."
                                .formatted(ofTable ? subject : "the " + subject)
                        + " Current ReadCapacityUnits provisioned for %s: %d. Requested ReadCapacityUnits: %2$d."
                                .formatted(subject, current.readUnits())
                        + " Current WriteCapacityUnits provisioned for %s: %d. Requested WriteCapacityUnits: %2$d."
                                .formatted(subject, current.writeUnits())
                        + " Refer to the Amazon DynamoDB Developer Guide for current limits and"
                        + " how to request higher limits.");
    }

    private static void requireDecreaseAllowed(Throughput current, int decreases, Instant now) {
        if (decreases < DECREASES_FREE) {
            return;
        }
        Instant last = Instant.ofEpochMilli(current.lastDecreaseMillis());
        Instant afterPause = last.plus(DECREASE_PAUSE);
        if (!now.isBefore(afterPause)) {
            return;
        }
        Instant midnight =
                LocalDate.ofInstant(now, ZoneOffset.UTC)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant();
        throw TableErrors.limitExceeded(
                "Provisioned throughput decreases are limited within a given UTC day. After the"
                        + " first "
                        + DECREASES_FREE
                        + " decreases, each subsequent decrease in the same UTC day can be"
                        + " performed at most once every "
                        + DECREASE_PAUSE.toSeconds()
                        + " seconds. Number of decreases today: "
                        + decreases
                        + ". Last decrease at "
                        + TIME.format(last)
                        + ". Next decrease can be made at "
                        + TIME.format(afterPause.isBefore(midnight) ? afterPause : midnight)
                        + ".");
    }
}
