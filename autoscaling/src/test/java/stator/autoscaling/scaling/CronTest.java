package stator.autoscaling.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "0 10 * * ? * | 2026-11-29T10:00:00Z | true",
                "0 10 * * ? * | 2026-11-29T10:01:00Z | false",
                "15 12 * * ? * | 2026-11-29T12:15:00Z | true",
                "0 18 ? * MON-FRI * | 2026-11-27T18:00:00Z | true",
                "0 18 ? * MON-FRI * | 2026-11-29T18:00:00Z | false",
                "0 8 1 * ? * | 2026-12-01T08:00:00Z | true",
                "0/10 * ? * MON-FRI * | 2026-11-27T03:40:00Z | true",
                "0/10 * ? * MON-FRI * | 2026-11-27T03:45:00Z | false",
                "0/5 8-17 ? * MON-FRI * | 2026-11-27T17:55:00Z | true",
                "0/5 8-17 ? * MON-FRI * | 2026-11-27T18:00:00Z | false",
                "0 0 L * ? * | 2026-11-30T00:00:00Z | true",
                "0 0 L * ? * | 2026-11-29T00:00:00Z | false",
                "0 0 1W * ? * | 2026-11-02T00:00:00Z | true",
                "0 0 28W * ? * | 2026-11-27T00:00:00Z | true",
                "0 0 ? * 2#1 * | 2026-12-07T00:00:00Z | true",
                "0 0 ? * 2#1 * | 2026-12-14T00:00:00Z | false",
                "0 0 ? * FRIL * | 2026-11-27T00:00:00Z | true",
                "0 0 ? * FRIL * | 2026-11-20T00:00:00Z | false",
                "0 0 ? * FRI-MON * | 2026-11-29T00:00:00Z | true",
                "0 0 ? * FRI-MON * | 2026-11-25T00:00:00Z | false",
                "0 0 1,15 JAN,JUL ? 2026-2027 | 2027-07-15T00:00:00Z | true",
                "0 0 1,15 JAN,JUL ? 2026-2027 | 2028-07-15T00:00:00Z | false",
            })
    void meansTheseMinutes(String fields, ZonedDateTime time, boolean meant) {
        assertEquals(meant, Cron.parse(fields).orElseThrow().matches(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "0 10 * * * *",
                "0 10 ? * ? *",
                "60 10 * * ? *",
                "0 24 * * ? *",
                "0 0 0 * ? *",
                "0 0 * 13 ? *",
                "0 0 ? * 8 *",
                "a 0 * * ? *",
                "0/0 0 * * ? *",
                "0 0 * * ? 1969",
                "0 0 ? * 2#6 *",
                "1-2-3 0 * * ? *",
            })
    void refusesWhatIsNone(String fields) {
        assertEquals(Optional.empty(), Cron.parse(fields));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " | ",
            value = {
                "at(2026-11-29T10:00:00) | UTC | 2026-11-29T09:59:59Z | false",
                "at(2026-11-29T10:00:00) | UTC | 2026-11-29T10:00:00Z | true",
                "at(2026-11-29T10:00:00) | Europe/Madrid | 2026-11-29T09:00:00Z | true",
                "rate(5 minutes) | UTC | 2026-11-29T09:04:59Z | false",
                "rate(5 minutes) | UTC | 2026-11-29T09:05:00Z | true",
                "rate(1 day) | UTC | 2026-11-29T23:05:00Z | false",
                "cron(0 10 * * ? *) | Europe/Madrid | 2026-11-29T09:00:07Z | true",
                "cron(0 10 * * ? *) | UTC | 2026-11-29T09:59:59Z | false",
            })
    void isDueAtItsTime(String text, String zone, Instant now, boolean due) {
        Schedule schedule = Schedule.parse(text, zone).orElseThrow();
        Instant begun = Instant.parse("2026-11-29T09:00:00Z");
        assertEquals(due, schedule.isDue(begun, Optional.empty(), now.minusSeconds(10), now));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "at(tomorrow)",
                "rate(0 minutes)",
                "rate(5 weeks)",
                "cron()",
                "5 minutes"
            })
    void refusesWhatIsNoSchedule(String text) {
        assertTrue(Schedule.parse(text, "").isEmpty());
        assertTrue(Schedule.parse("rate(1 minute)", "Mars/Olympus").isEmpty());
    }
}
