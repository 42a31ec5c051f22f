package stator.lambda.document;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import stator.storage.RowKey;
import stator.storage.RowVisitor;
import stator.storage.Store;
import stator.storage.memory.MemoryStore;

/** A store in memory that counts what is read of it, and whose user can be killed. */
public final class TestStore {
    private static final int FOR_EVER = Integer.MAX_VALUE;

    private final Store rows = new MemoryStore();
    private final Map<String, Integer> reads = new ConcurrentHashMap<>();
    private final AtomicInteger shown = new AtomicInteger();
    private final AtomicInteger commitsLeft = new AtomicInteger(FOR_EVER);

    /** The store itself. */
    public Store store() {
        return (Store)
                Proxy.newProxyInstance(
                        Store.class.getClassLoader(),
                        new Class<?>[] {Store.class},
                        (proxy, method, arguments) -> {
                            Object[] passed = arguments;
                            switch (method.getName()) {
                                case "get" ->
                                        reads.merge(kind((RowKey) arguments[0]), 1, Integer::sum);
                                case "range" ->
                                        passed =
                                                new Object[] {
                                                    arguments[0],
                                                    arguments[1],
                                                    counting((RowVisitor) arguments[2])
                                                };
                                case "update", "updateEach" -> step();
                                default -> {}
                            }
                            try {
                                return method.invoke(rows, passed);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static String kind(RowKey key) {
        return new String(key.partition(), StandardCharsets.ISO_8859_1);
    }

    private RowVisitor counting(RowVisitor visitor) {
        return (key, row) -> {
            shown.incrementAndGet();
            return visitor.visit(key, row);
        };
    }

    private void step() {
        if (commitsLeft.getAndDecrement() <= 0) {
            throw new Killed();
        }
    }

    /** The process was killed before a commit. */
    public static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed, as the test wants it");
        }
    }

    /** Kills whoever commits, after so many commits. */
    public void killAfter(int commits) {
        commitsLeft.set(commits);
    }

    /** Another process goes on. */
    public void revive() {
        commitsLeft.set(FOR_EVER);
    }

    /** How often single documents of a kind were read. */
    public int reads(String kind) {
        return reads.entrySet().stream()
                .filter(entry -> entry.getKey().contains(kind))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** How many rows were shown to those who list. */
    public int shown() {
        return shown.get();
    }
}
