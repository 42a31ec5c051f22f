package stator.database.replication;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class QueueFrontsTest {
    private int woken;
    private final QueueFronts fronts = new QueueFronts(() -> woken++);

    @Test
    void aQueueIsReadBehindWhatWasBroughtAway() {
        QueueFronts.Front front = fronts.of(7, "eu-west-1");
        assertEquals(0, front.begin());
        front.pass(30);
        assertEquals(31, front.begin());
        assertEquals(31, front.from());
        assertEquals(0, fronts.of(7, "ap-south-1").begin(), "another queue");
    }

    /** Versions are given before commits, which may overtake each other. */
    @Test
    void aWriteThatIsCommittedLateIsReadNext() {
        QueueFronts.Front front = fronts.of(7, "eu-west-1");
        front.begin();
        fronts.noted(7, List.of("eu-west-1", "ap-south-1"), 20);
        fronts.noted(7, List.of("eu-west-1"), 25);
        front.pass(30);
        assertEquals(20, front.from());
        assertEquals(20, front.begin());
        assertEquals(20, front.begin(), "as long as it is not brought away");
        front.pass(30);
        assertEquals(31, front.begin());
        assertEquals(2, woken);
    }

    /** Its writer may have failed between its commit and its word. */
    @Test
    void aWholeQueueIsReadEachMinute() {
        long start = 1_700_000_000_000L;
        fronts.age(start);
        fronts.of(7, "eu-west-1").pass(30);
        fronts.age(start + QueueFronts.LOOK_MILLIS - 1);
        assertEquals(31, fronts.of(7, "eu-west-1").begin());
        fronts.age(start + QueueFronts.LOOK_MILLIS);
        assertEquals(0, fronts.of(7, "eu-west-1").begin());
    }

    @Test
    void notesThatAreCopiedIntoAQueueMayBeOld() {
        QueueFronts.Front front = fronts.of(7, "eu-west-1");
        front.pass(30);
        fronts.forget(7, "eu-west-1");
        assertEquals(0, front.begin());
    }
}
