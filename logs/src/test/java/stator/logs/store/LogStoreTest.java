package stator.logs.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import stator.door.testing.StandingClock;
import stator.logs.store.EventSearch.Place;
import stator.logs.store.LogStore.Creation;
import stator.storage.Consistency;
import stator.storage.SpaceScan;
import stator.storage.memory.MemoryStore;

class LogStoreTest {
    private static final Scope SCOPE = new Scope("000000000000", "eu-west-1");
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();

    private final StandingClock clock = new StandingClock("2026-11-29T10:00:00Z");
    private final MemoryStore store = new MemoryStore();
    private LogStore logs = new LogStore(store, 1 << 20, clock, new Random(1));

    @AfterEach
    void close() {
        logs.close();
        store.close();
    }

    /** Something logged so much later than now, or earlier. */
    private LogEvent event(long laterMillis, String message) {
        return new LogEvent(clock.millis() + laterMillis, message);
    }

    private LogGroup group(String name) {
        return logs.findGroup(SCOPE, name).orElseThrow();
    }

    private List<String> messages(String group, String stream) {
        List<String> messages = new ArrayList<>();
        logs.forEachEvent(
                logs.findStream(group(group), stream).orElseThrow(),
                Position.START,
                Position.END,
                false,
                event -> messages.add(event.message()));
        return messages;
    }

    private long rows(byte kind) {
        long[] rows = {0};
        store.scan(
                SpaceScan.all(LogRows.SPACE, kind),
                Consistency.STRONG,
                (key, row) -> ++rows[0] > 0);
        return rows[0];
    }

    @Test
    void whoLogsForOthersNeedsNeitherGroupNorStream() {
        logs.put(SCOPE, "g", "s", List.of(event(0, "two"), event(-1, "one")));
        logs.put(SCOPE, "g", "s", List.of(event(0, "three")));
        assertEquals(List.of("one", "two", "three"), messages("g", "s"));
        LogStream stream = logs.findStream(group("g"), "s").orElseThrow();
        assertEquals(clock.millis() - 1, stream.firstMillis());
        assertEquals(clock.millis(), stream.lastMillis());
        assertEquals(3, stream.nextSequence());
        assertEquals("onetwothree".length() + 3 * 26, logs.bytes());
        assertEquals(logs.bytes(), logs.bytes(group("g")));
    }

    @Test
    void groupsAndStreamsAreMadeOnce() {
        assertEquals(Creation.NO_GROUP, logs.createStream(SCOPE, "g", "s"));
        assertTrue(logs.createGroup(SCOPE, logs.newGroup("g")));
        assertFalse(logs.createGroup(SCOPE, logs.newGroup("g")));
        assertEquals(Creation.DONE, logs.createStream(SCOPE, "g", "s"));
        assertEquals(Creation.EXISTS, logs.createStream(SCOPE, "g", "s"));
        assertEquals(Optional.empty(), logs.findGroup(new Scope("000000000000", "eu-west-2"), "g"));
    }

    @Test
    void whatIsDeletedLeavesNothing() {
        for (int i = 0; i < 150; i++) {
            logs.put(SCOPE, "g", "s" + i, List.of(event(0, "x"), event(0, "y")));
        }
        logs.put(SCOPE, "other", "s", List.of(event(0, "z")));
        assertTrue(logs.deleteStream(group("g"), "s7"));
        assertFalse(logs.deleteStream(group("g"), "s7"));
        assertTrue(logs.deleteGroup(SCOPE, "g"));
        assertFalse(logs.deleteGroup(SCOPE, "g"));
        logs.sweep();
        assertEquals(27, logs.bytes());
        assertEquals(1, rows(LogRows.EVENT));
        assertEquals(1, rows(LogRows.STREAM));
        assertEquals(0, rows(LogRows.GONE_GROUP) + rows(LogRows.GONE_STREAM));
        // A new group of the name knows nothing of the old one.
        logs.put(SCOPE, "g", "s7", List.of(event(0, "new")));
        assertEquals(List.of("new"), messages("g", "s7"));
    }

    @Test
    void retentionDeletesWhatIsOlder() {
        for (int i = 0; i < 2500; i++) {
            logs.put(SCOPE, "g", "s", List.of(event(i - 3 * DAY_MILLIS, "old")));
        }
        logs.put(SCOPE, "g", "s", List.of(event(0, "new")));
        logs.put(SCOPE, "kept", "s", List.of(new LogEvent(0, "very old")));
        logs.changeGroup(SCOPE, "g", group -> group.withRetention(1));
        logs.sweep();
        assertEquals(List.of("new"), messages("g", "s"));
        assertEquals(List.of("very old"), messages("kept", "s"));
        assertEquals(29, logs.bytes(group("g")));
        clock.advance(Duration.ofDays(2));
        logs.sweep();
        assertEquals(List.of(), messages("g", "s"));
        assertFalse(logs.findStream(group("g"), "s").orElseThrow().hasEvents());
    }

    @Test
    void theOldestEventsGoWhenThereAreTooMany() {
        String kilobyte = "x".repeat(1000);
        for (int i = 0; i < 3000; i++) {
            logs.put(SCOPE, "g" + i % 3, "s" + i % 5, List.of(event(i, kilobyte)));
            assertTrue(logs.bytes() <= 1 << 20);
        }
        assertTrue(logs.bytes() > (1 << 20) / 4, "not everything goes: " + logs.bytes());
        assertEquals(logs.bytes(), rows(LogRows.EVENT) * 1026);
        assertFalse(messages("g2", "s4").isEmpty());
    }

    /** Against a list of all events, sorted. */
    @Test
    void searchesWeaveStreamsTogetherAndGoOnAnywhere() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        record Logged(long time, long stream, long sequence, String message) {}
        List<Logged> all = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            String name = "s" + random.nextInt(7);
            long time = random.nextInt(100);
            logs.put(SCOPE, "g", name, List.of(new LogEvent(time, "m" + i)));
            LogStream stream = logs.findStream(group("g"), name).orElseThrow();
            all.add(new Logged(time, stream.id(), stream.nextSequence() - 1, "m" + i));
        }
        all.sort(
                Comparator.comparingLong(Logged::time)
                        .thenComparingLong(Logged::stream)
                        .thenComparingLong(Logged::sequence));
        long from = random.nextInt(50);
        long to = 50 + random.nextInt(60);
        List<String> expected =
                all.stream()
                        .filter(event -> event.time >= from && event.time <= to)
                        .map(Logged::message)
                        .toList();
        List<String> found = new ArrayList<>();
        Optional<Place> next = Optional.of(Place.of(from));
        while (next.isPresent()) {
            List<LogStream> streams = new ArrayList<>();
            logs.forEachStream(group("g"), "", "", streams::add);
            int page = 1 + random.nextInt(40);
            int before = found.size();
            next =
                    new EventSearch(logs, streams, next.get(), to, 1)
                            .run(hit ->
                                    found.add(hit.event().message())
                                            && found.size() < before + page);
        }
        assertEquals(expected, found, "seed " + seed);
    }

    @Test
    void groupsAndEventsOutliveTheirStoreOfLogs() {
        logs.put(SCOPE, "g", "s", List.of(event(0, "kept")));
        logs.changeGroup(SCOPE, "g", group -> group.withTags(Map.of("k", "v")));
        logs.close();
        logs = new LogStore(store, 1 << 20, clock, new Random(2));
        assertEquals(List.of("kept"), messages("g", "s"));
        assertEquals("v", group("g").tags().get("k"));
    }
}
