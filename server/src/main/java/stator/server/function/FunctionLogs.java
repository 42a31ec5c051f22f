package stator.server.function;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import stator.lambda.neighbour.FunctionLog;
import stator.logs.store.LogEvent;
import stator.logs.store.LogStore;
import stator.logs.store.Scope;

/**
 * What functions print, as events of CloudWatch Logs. A thread of its own writes what has gathered,
 * because each write waits for the disk, and functions should not; it begins with the first
 * message. A function that prints faster than that waits.
 */
final class FunctionLogs implements FunctionLog, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FunctionLogs.class.getName());
    private static final int MESSAGES_MAX = 10_000;
    private static final int MESSAGE_CHARS_MAX = 256 * 1024;
    private static final long PATIENCE_SECONDS = 10;

    private final Supplier<LogStore> store;
    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(MESSAGES_MAX);

    /** Guarded by this; null until there is something to write. */
    private Thread writer;

    private volatile boolean isClosed;

    /** Where a message belongs. */
    private record Place(Scope scope, String group, String stream) {}

    private record Message(Place place, LogEvent event) {}

    FunctionLogs(Supplier<LogStore> store) {
        this.store = store;
    }

    @Override
    public void append(
            String account,
            String region,
            String group,
            String stream,
            long millis,
            String message) {
        if (message.isEmpty()) {
            return;
        }
        String text =
                message.length() > MESSAGE_CHARS_MAX
                        ? message.substring(0, MESSAGE_CHARS_MAX)
                        : message;
        Place place = new Place(new Scope(account, region), group, stream);
        begin();
        try {
            queue.offer(
                    new Message(place, new LogEvent(millis, text)),
                    PATIENCE_SECONDS,
                    TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void begin() {
        if (writer == null && !isClosed) {
            writer = new Thread(this::work, "stator-lambda-log");
            writer.setDaemon(true);
            writer.start();
        }
    }

    private void work() {
        List<Message> gathered = new ArrayList<>();
        while (!isClosed || !queue.isEmpty()) {
            try {
                Message first = queue.poll(1, TimeUnit.SECONDS);
                if (first != null) {
                    gathered.add(first);
                    queue.drainTo(gathered);
                    write(gathered);
                    gathered.clear();
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(List<Message> messages) {
        Map<Place, List<LogEvent>> byPlace = new LinkedHashMap<>();
        messages.forEach(message ->
                byPlace.computeIfAbsent(message.place, none -> new ArrayList<>())
                        .add(message.event));
        byPlace.forEach((place, events) -> {
            try {
                store.get().put(place.scope, place.group, place.stream, events);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "The log of " + place.group + " could not be written.", e);
            }
        });
    }

    /** Writes what has gathered. */
    @Override
    public void close() {
        Thread working;
        synchronized (this) {
            isClosed = true;
            working = writer;
        }
        if (working != null) {
            try {
                working.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
