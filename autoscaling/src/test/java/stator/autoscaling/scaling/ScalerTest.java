package stator.autoscaling.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stator.autoscaling.scaling.ScalableTarget.Suspension;
import stator.autoscaling.scaling.ScaledCapacity.Outcome;
import stator.door.testing.StandingClock;
import stator.storage.memory.MemoryStore;

class ScalerTest {
    private static final Dimension READS =
            new Dimension(
                    "000000000000",
                    "eu-west-1",
                    "dynamodb",
                    "table/T",
                    "dynamodb:table:ReadCapacityUnits");

    private final StandingClock clock = new StandingClock("2026-11-29T10:00:30Z");
    private final MemoryStore store = new MemoryStore();
    private long provisioned = 5;
    private double consumed;
    private Outcome outcome = new Outcome.Done();
    private final ScaledCapacity capacity =
            new ScaledCapacity() {
                @Override
                public Optional<Level> level(Dimension dimension) {
                    return Optional.of(new Level(provisioned, consumed));
                }

                @Override
                public Outcome change(Dimension dimension, long wanted) {
                    if (outcome instanceof Outcome.Done) {
                        provisioned = wanted;
                    }
                    return outcome;
                }
            };
    private final Scaler scaler =
            new Scaler(store, capacity, Duration.ofMinutes(1), clock, new Random(1));

    @AfterEach
    void close() {
        scaler.close();
        store.close();
    }

    private void register(long min, long max, Suspension suspension) {
        scaler.targets()
                .put(
                        READS,
                        "",
                        new ScalableTarget(
                                READS, "id", min, max, suspension, clock.millis(), Map.of()));
    }

    private void follow(double percent, int outSeconds, int inSeconds, boolean scaleInDisabled) {
        scaler.policies()
                .put(
                        READS,
                        "P",
                        new ScalingPolicy(
                                READS,
                                "P",
                                "uuid",
                                percent,
                                outSeconds,
                                inSeconds,
                                scaleInDisabled,
                                "{}",
                                clock.millis()));
        scaler.step();
    }

    /** Lets minutes go by with so many units used a second. */
    private void minutes(int minutes, double unitsPerSecond) {
        for (int i = 0; i < minutes; i++) {
            clock.advance(Duration.ofMinutes(1));
            consumed += 60 * unitsPerSecond;
            scaler.step();
        }
    }

    private List<ScalingActivity> activities() {
        return scaler.activities().of(READS);
    }

    @Test
    void capacityFollowsUseUpwardsAfterTwoMinutes() {
        register(5, 40, Suspension.NONE);
        follow(70, 0, 0, false);
        minutes(1, 4);
        assertEquals(5, provisioned, "one minute is not enough");
        minutes(1, 4.2);
        assertEquals(6, provisioned, "4.2 is 70 % of 6");
        minutes(2, 20);
        assertEquals(29, provisioned);
        minutes(2, 300);
        assertEquals(40, provisioned, "not beyond the greatest");
        assertEquals(3, activities().size());
        ScalingActivity last = activities().getFirst();
        assertEquals("Setting read capacity units to 40.", last.description());
        assertEquals(
                "Successfully set read capacity units to 40. Change successfully fulfilled by"
                        + " dynamodb.",
                last.message());
        assertEquals(
                "monitor alarm TargetTracking-table/T-AlarmHigh-uuid in state ALARM triggered"
                        + " policy P",
                last.cause());
    }

    @Test
    void capacityFollowsUseDownwardsAfterFifteenMinutes() {
        provisioned = 100;
        register(5, 200, Suspension.NONE);
        follow(50, 0, 0, false);
        minutes(15, 31);
        assertEquals(100, provisioned, "not 20 points below the target");
        minutes(14, 10);
        assertEquals(100, provisioned);
        minutes(1, 10);
        assertEquals(20, provisioned);
        minutes(30, 0);
        assertEquals(20, provisioned, "no use is no data");
    }

    @Test
    void coolDownsAndSuspensionsHoldItBack() {
        register(5, 200, Suspension.NONE);
        follow(50, 600, 0, true);
        minutes(2, 5);
        assertEquals(10, provisioned);
        minutes(8, 20);
        assertEquals(10, provisioned, "within the cool-down");
        minutes(2, 20);
        assertEquals(40, provisioned);
        minutes(60, 1);
        assertEquals(40, provisioned, "scale-in is disabled");
        register(5, 200, new Suspension(false, true, false));
        minutes(20, 100);
        assertEquals(40, provisioned, "scale-out is suspended");
    }

    @Test
    void refusalsAreToldAndBusyTablesAreTriedAgain() {
        register(5, 200, Suspension.NONE);
        follow(50, 0, 0, false);
        outcome = new Outcome.Busy();
        minutes(3, 5);
        assertTrue(activities().isEmpty());
        outcome = new Outcome.Failed("Subscriber limit exceeded");
        minutes(1, 5);
        assertEquals("Failed", activities().getFirst().status());
        assertEquals(
                "Failed to set read capacity units to 10. Reason: Subscriber limit exceeded",
                activities().getFirst().message());
    }

    @Test
    void schedulesSetBoundsAndCapacityFollows() {
        register(5, 10, Suspension.NONE);
        scaler.actions()
                .put(
                        READS,
                        "S",
                        new ScheduledAction(
                                READS,
                                "S",
                                "id",
                                "cron(2 10 * * ? *)",
                                "",
                                -1,
                                -1,
                                20,
                                -1,
                                clock.millis(),
                                -1));
        minutes(1, 0);
        assertEquals(5, provisioned);
        minutes(1, 0);
        assertEquals(20, provisioned);
        ScalableTarget target = scaler.targets().find(READS, "").orElseThrow();
        assertEquals(20, target.min());
        assertEquals(20, target.max(), "the other bound follows");
        assertEquals("minimum capacity was set to 20", activities().getFirst().cause());
        minutes(5, 0);
        assertEquals(1, activities().size());
    }

    @Test
    void whatHappensOnceHappensOnceAlsoAfterARestart() {
        register(5, 10, Suspension.NONE);
        scaler.actions()
                .put(
                        READS,
                        "S",
                        new ScheduledAction(
                                READS,
                                "S",
                                "id",
                                "at(2026-11-29T10:01:00)",
                                "",
                                -1,
                                -1,
                                -1,
                                3,
                                clock.millis(),
                                -1));
        minutes(2, 0);
        assertEquals(3, provisioned);
        provisioned = 2;
        try (Scaler next =
                new Scaler(store, capacity, Duration.ofMinutes(1), clock, new Random(2))) {
            clock.advance(Duration.ofMinutes(1));
            next.step();
            assertEquals(2, provisioned);
            assertEquals(1, next.activities().of(READS).size());
        }
    }

    @Test
    void activitiesAreKeptToANumber() {
        register(5, 1000, Suspension.NONE);
        for (int i = 0; i < 120; i++) {
            clock.advance(Duration.ofMillis(1));
            provisioned = 1001 + i;
            scaler.bringIntoBounds(scaler.targets().find(READS, "").orElseThrow());
        }
        assertEquals(100, activities().size());
        assertEquals(clock.millis(), activities().getFirst().startMillis());
    }
}
