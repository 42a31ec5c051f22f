package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 in the middle of a writing load, again and again, on one data directory. After each
 * restart every acknowledged write is there, and nothing is there that was never sent.
 *
 * <p>Each writer owns one item and counts it up with a conditional update, so the item's number is
 * at least the last acknowledged one and at most one more (the request that was under way). {@code
 * -Dstator.crash.cycles=N} runs longer, {@code -Dstator.crash.seed=N} replays the times of the
 * kills.
 */
class CrashTest {
    private static final int WRITERS = 8;
    private static final int CYCLES = Integer.getInteger("stator.crash.cycles", 10);
    private static final long SEED = Long.getLong("stator.crash.seed", System.nanoTime());
    private static final Pattern NUMBER = Pattern.compile("\"n\":\\{\"N\":\"(\\d+)\"}");

    private final AtomicIntegerArray acknowledged = new AtomicIntegerArray(WRITERS);

    /** Answers that are no success: nothing but a lost write could fail the condition. */
    private final Queue<WireClient.Answer> refusals = new ConcurrentLinkedQueue<>();

    @Test
    void everyAcknowledgedWriteSurvivesKillNine(@TempDir Path data) throws Exception {
        System.out.println("Crash test: " + CYCLES + " cycles, -Dstator.crash.seed=" + SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            try (ServerProcess server = ServerProcess.onDisk(data)) {
                WireClient client = new WireClient(server.endpoint());
                if (cycle == 0) {
                    client.createTable("crash");
                }
                verify(client, cycle);
                writeUntilKilled(server, client, 100 + random.nextInt(700));
            }
        }
        try (ServerProcess server = ServerProcess.onDisk(data)) {
            verify(new WireClient(server.endpoint()), CYCLES);
            assertEquals(0, server.terminate(), server.output());
        }
        assertEquals(List.of(), List.copyOf(refusals));
        System.out.println("Crash test: " + total() + " writes were acknowledged, and kept");
    }

    private int total() {
        return IntStream.range(0, WRITERS).map(acknowledged::get).sum();
    }

    private void writeUntilKilled(ServerProcess server, WireClient client, int milliseconds)
            throws InterruptedException {
        int before = total();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            int id = writer;
            writers.add(Thread.ofVirtual().start(() -> write(client, id, stop)));
        }
        // The time begins when the load does, however busy the machine is.
        while (total() < before + WRITERS && writers.stream().anyMatch(Thread::isAlive)) {
            Thread.sleep(1);
        }
        Thread.sleep(milliseconds);
        server.kill();
        stop.set(true);
        for (Thread writer : writers) {
            writer.join();
        }
    }

    private void write(WireClient client, int writer, AtomicBoolean stop) {
        String condition = "attribute_not_exists(id) OR n = :old OR n = :new";
        try {
            while (!stop.get()) {
                int next = acknowledged.get(writer) + 1;
                WireClient.Answer answer =
                        client.send(
                                "UpdateItem",
                                """
                                {"TableName": "crash", "Key": {"id": {"S": "w%d"}}, "UpdateExpression": "SET n = :new",
                                 "ConditionExpression": "%s",
                                 "ExpressionAttributeValues": {":old": {"N": "%d"}, ":new": {"N": "%d"}}}\
                                """
                                        .formatted(writer, condition, next - 1, next));
                if (answer.status() != 200) {
                    refusals.add(answer);
                    return;
                }
                acknowledged.set(writer, next);
            }
        } catch (IOException killed) {
            // Nobody knows whether the last write was applied.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void verify(WireClient client, int cycle) throws Exception {
        for (int writer = 0; writer < WRITERS; writer++) {
            String body =
                    client.call(
                            "GetItem",
                            "{\"TableName\": \"crash\", \"ConsistentRead\": true, \"Key\": {\"id\": {\"S\": \"w%d\"}}}"
                                    .formatted(writer));
            Matcher number = NUMBER.matcher(body);
            int found = number.find() ? Integer.parseInt(number.group(1)) : 0;
            int sure = acknowledged.get(writer);
            assertTrue(
                    found == sure || found == sure + 1,
                    "Writer "
                            + writer
                            + " after "
                            + cycle
                            + " kills: acknowledged "
                            + sure
                            + ", found "
                            + found);
            acknowledged.set(writer, found);
        }
    }
}
