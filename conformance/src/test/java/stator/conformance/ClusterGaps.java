package stator.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * For how long no server before a store acknowledged a write, by what happened meanwhile. A thread
 * for each server writes and writes; one that hangs takes no other with it. It is for reading: how
 * long it takes depends on who else has the machine.
 */
final class ClusterGaps implements AutoCloseable {
    private static final String TABLE = "gaps";
    private static final long PAUSE_MILLIS = 100;

    private final Thread[] threads;
    private final List<Gap> ended = new ArrayList<>();
    private volatile WireClient[] clients;
    private volatile boolean closed;

    // Guarded by this.
    private String what = "start";
    private long lastNanos = System.nanoTime();
    private long longestNanos;

    /** The longest time without an acknowledged write while something was so. */
    private record Gap(String what, long millis) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.1f s", what, millis / 1_000.0);
        }
    }

    ClusterGaps(WireClient... clients) throws IOException, InterruptedException {
        this.clients = clients;
        clients[0].createTable(TABLE);
        lastNanos = System.nanoTime();
        threads = new Thread[clients.length];
        for (int i = 0; i < threads.length; i++) {
            int which = i;
            threads[i] = Thread.ofVirtual().start(() -> write(which));
        }
    }

    /** Where servers are from now on. */
    void use(WireClient... now) {
        clients = now;
    }

    private void write(int which) {
        String item = "{\"TableName\": \"%s\", \"Item\": {\"id\": {\"S\": \"%d\"}}}";
        try {
            while (!closed) {
                try {
                    String body = item.formatted(TABLE, which);
                    if (clients[which].send("PutItem", body).status() == 200) {
                        acknowledged();
                    }
                } catch (IOException e) {
                    // The next one may be.
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void acknowledged() {
        long now = System.nanoTime();
        longestNanos = Math.max(longestNanos, now - lastNanos);
        lastNanos = now;
    }

    /** Something else is so from now on. */
    synchronized void begin(String next) {
        ended.add(new Gap(what, longestNanos / 1_000_000));
        what = next;
        longestNanos = 0;
    }

    /** The longest gaps. */
    synchronized String report() {
        return "Longest time without an acknowledged write: " + ended;
    }

    @Override
    public void close() {
        closed = true;
        for (Thread thread : threads) {
            thread.interrupt();
        }
    }
}
