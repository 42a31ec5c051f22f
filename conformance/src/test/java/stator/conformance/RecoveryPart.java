package stator.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table with writers, and with something that the server does to it behind the scenes. The ids of
 * a writer's items begin with {@code w}, its number and a hyphen.
 */
abstract class RecoveryPart {
    static final int WRITERS = 4;

    private final List<WriterLedger> ledgers =
            IntStream.range(0, WRITERS).mapToObj(writer -> new WriterLedger()).toList();

    /** Makes the table, once. */
    abstract void prepare(RegionClients clients) throws InterruptedException;

    /** One request of a writer. */
    abstract void write(
            RegionClients clients, int writer, WriterLedger ledger, SplittableRandom random);

    /** Gives the server something to do behind the scenes, which the kill is to hit. */
    abstract void occupy(RegionClients clients, SplittableRandom random);

    /** Whether the server, just started, has still to finish what the last one was at. */
    abstract boolean isUnfinished(RegionClients clients);

    /** Waits until the server has finished what it has to do, and checks everything. */
    abstract void verify(RegionClients clients) throws InterruptedException;

    final WriterLedger ledger(int writer) {
        return ledgers.get(writer);
    }

    final long acknowledged() {
        return ledgers.stream().mapToLong(WriterLedger::acknowledged).sum();
    }

    static String id(int writer, int number) {
        return "w" + writer + "-" + number;
    }

    /** Lets every writer settle with its own of the items. */
    final void settle(
            Map<String, Map<String, AttributeValue>> items,
            Predicate<Map<String, AttributeValue>> mayBeGone) {
        for (int writer = 0; writer < WRITERS; writer++) {
            String prefix = "w" + writer + "-";
            Map<String, Map<String, AttributeValue>> own = new HashMap<>(items);
            own.keySet().removeIf(id -> !id.startsWith(prefix));
            ledgers.get(writer).settle(own, mayBeGone);
        }
    }

    /** Something that comes true after a while. */
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** Waits until something holds. */
    static void await(String what, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("After a minute it is not true that " + what);
            }
            Thread.sleep(20);
        }
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static <T> T oneOf(List<T> things, SplittableRandom random) {
        return things.get(random.nextInt(things.size()));
    }
}
