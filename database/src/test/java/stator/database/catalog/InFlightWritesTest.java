package stator.database.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import stator.database.row.HybridClock;

class InFlightWritesTest {
    private final HybridClock versions =
            new HybridClock(Clock.fixed(Instant.ofEpochMilli(0), ZoneOffset.UTC), 10);
    private final AtomicBoolean settled = new AtomicBoolean(true);
    private final InFlightWrites writes = new InFlightWrites(versions, settled::get);

    @Test
    void theFloorIsTheNewestVersionWhileNothingIsUnderWay() {
        assertEquals(10, writes.floor());
        InFlightWrites.Entry entry = writes.begin();
        versions.next();
        writes.end(entry);
        assertEquals(11, writes.floor());
    }

    @Test
    void theFloorWaitsForTheOldestWrite() {
        InFlightWrites.Entry first = writes.begin();
        versions.next();
        InFlightWrites.Entry second = writes.begin();
        versions.next();
        InFlightWrites.Entry third = writes.begin();
        writes.end(second);
        assertEquals(10, writes.floor());
        writes.end(first);
        assertEquals(12, writes.floor());
        writes.end(third);
        assertEquals(12, writes.floor());
    }

    @Test
    void theFloorStaysUntilADoubtfulOutcomeIsSettled() {
        InFlightWrites.Entry entry = writes.begin();
        versions.next();
        settled.set(false);
        writes.doubt();
        writes.end(entry);
        assertEquals(10, writes.floor());
        settled.set(true);
        assertEquals(11, writes.floor());
    }
}
