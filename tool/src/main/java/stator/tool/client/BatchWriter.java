package stator.tool.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.protocol.ResponseWriter;

/**
 * Writes and deletes many items by BatchWriteItem, several batches at a time. What the service did
 * not process is sent again, after a while; if it refuses a batch, those that it takes are found by
 * halves. Thread-safe.
 *
 * <p>Writes of one item are carried out in the order in which they were added: of two in one batch
 * only the second is sent, and one whose item is under way waits.
 */
public final class BatchWriter implements AutoCloseable {
    /** AWS's limit of a call. */
    private static final int WRITES_MAX = 25;

    /** AWS takes 16 MB a call, and counts in its own way. */
    private static final int BYTES_MAX = 8 << 20;

    /** How often writes may be left unprocessed in a row. */
    private static final int ATTEMPTS_MAX = 20;

    /** Hears what becomes of writes. */
    public interface Observer {
        /** Some writes are done. */
        void done(int writes, long bytes);

        /** A write that the service does not take, and why. */
        void refused(Write write, String why);
    }

    /**
     * One put or delete.
     *
     * @param number counts the records of a source from 1 on
     * @param key the values of the item's key
     * @param request as BatchWriteItem has it
     * @param item what is written; the key if something is deleted
     */
    public record Write(long number, List<AttributeValue> key, byte[] request, Item item) {
        public static Write put(long number, List<AttributeValue> key, Item item) {
            return new Write(number, key, request("PutRequest", "Item", item), item);
        }

        public static Write delete(long number, List<AttributeValue> values, Item key) {
            return new Write(number, values, request("DeleteRequest", "Key", key), key);
        }

        private static byte[] request(String type, String member, Item item) {
            return new ResponseWriter(item.documentBytes() + 64)
                    .startObject()
                    .field(type)
                    .startObject()
                    .member(member, item)
                    .endObject()
                    .endObject()
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    /** Writes that are sent together, and the number of the last record before them. */
    private static final class Batch {
        private final Map<List<AttributeValue>, Write> writes = new LinkedHashMap<>();
        private final long before;
        private long bytes;
        private int replaced;
        private boolean done;

        private Batch(long before) {
            this.before = before;
        }
    }

    private final DynamoDb service;
    private final String table;
    private final Observer observer;
    private final int concurrency;

    /** Guards all that follows. */
    private final ReentrantLock lock = new ReentrantLock();

    /** A batch has ended. */
    private final Condition ended = lock.newCondition();

    /** Those that are under way, and those that are done but begun after one that is not. */
    private final Deque<Batch> begun = new ArrayDeque<>();

    /** The keys of those that are under way. */
    private final Set<List<AttributeValue>> underWay = new HashSet<>();

    private int running;
    private Batch open;
    private long last;
    private Exception failure;

    public BatchWriter(
            DynamoDb service, String table, int concurrency, long first, Observer observer) {
        this.service = service;
        this.table = table;
        this.observer = observer;
        this.concurrency = concurrency;
        last = first;
        open = new Batch(first);
    }

    /**
     * Adds a write, and waits if too many are under way.
     *
     * @throws Exception why an earlier one failed
     */
    public void add(Write write) throws Exception {
        lock.lock();
        try {
            requireNoFailure();
            while (underWay.contains(write.key())) {
                awaitEnd();
            }
            while (isTooMuch(write)) {
                send();
            }
            Write earlier = open.writes.remove(write.key());
            if (earlier != null) {
                open.replaced++;
                open.bytes -= earlier.request().length;
            }
            open.writes.put(write.key(), write);
            open.bytes += write.request().length;
            last = Math.max(last, write.number());
        } finally {
            lock.unlock();
        }
    }

    /** Whether the open batch has no room for a write; an empty one has. */
    private boolean isTooMuch(Write write) {
        if (open.writes.isEmpty() || open.writes.containsKey(write.key())) {
            return false;
        }
        return open.writes.size() == WRITES_MAX || open.bytes + write.request().length > BYTES_MAX;
    }

    /** Waits until a batch has ended, and lets others have the lock meanwhile. */
    private void awaitEnd() throws Exception {
        ended.await();
        requireNoFailure();
    }

    /** Sends the open batch. */
    private void send() throws Exception {
        while (running == concurrency) {
            awaitEnd();
        }
        if (open.writes.isEmpty()) {
            return;
        }
        Batch batch = open;
        open = new Batch(last);
        begun.add(batch);
        underWay.addAll(batch.writes.keySet());
        running++;
        Thread.ofVirtual()
                .name("batch")
                .start(() -> {
                    Exception problem = null;
                    try {
                        write(List.copyOf(batch.writes.values()));
                        observer.done(batch.replaced, 0);
                    } catch (Exception e) {
                        problem = e;
                    }
                    end(batch, problem);
                });
    }

    private void end(Batch batch, Exception problem) {
        lock.lock();
        try {
            running--;
            underWay.removeAll(batch.writes.keySet());
            batch.done = problem == null;
            if (problem != null && failure == null) {
                failure = problem;
            }
            while (!begun.isEmpty() && begun.getFirst().done) {
                begun.removeFirst();
            }
            ended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The number up to which all records are done: who goes on may begin after it. */
    public long doneUpTo() {
        lock.lock();
        try {
            if (!begun.isEmpty()) {
                return begun.getFirst().before;
            }
            return open.writes.isEmpty() ? last : open.before;
        } finally {
            lock.unlock();
        }
    }

    private void write(List<Write> writes) throws InterruptedException {
        Optional<Object> rest;
        try {
            rest = call(requests(writes.stream().map(Write::request).toList()));
        } catch (ServiceException e) {
            if (!e.isValidation()) {
                throw e;
            }
            if (writes.size() == 1) {
                observer.refused(writes.getFirst(), e.getMessage());
                return;
            }
            int half = writes.size() / 2;
            write(writes.subList(0, half));
            write(writes.subList(half, writes.size()));
            return;
        }
        for (int attempt = 0; rest.isPresent(); attempt++) {
            if (attempt == ATTEMPTS_MAX) {
                throw new ToolException(
                        "The service leaves writes into '"
                                + table
                                + "' unprocessed again and again. Its throughput may be too low.");
            }
            service.backOff().await(attempt);
            rest = call(new Answer(rest.get()).json().getBytes(StandardCharsets.UTF_8));
        }
        observer.done(
                writes.size(), writes.stream().mapToLong(write -> write.request().length).sum());
    }

    /** {@code {"table":[…]}}. */
    private byte[] requests(List<byte[]> requests) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.write('{');
        json.writeBytes(
                new ResponseWriter(64).string(table).toString().getBytes(StandardCharsets.UTF_8));
        byte separator = '[';
        json.write(':');
        for (byte[] request : requests) {
            json.write(separator);
            json.writeBytes(request);
            separator = ',';
        }
        json.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
        return json.toByteArray();
    }

    /** What was left unprocessed, in the form of what was asked. */
    private Optional<Object> call(byte[] requestItems) throws InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream(requestItems.length + 32);
        body.writeBytes("{\"RequestItems\":".getBytes(StandardCharsets.US_ASCII));
        body.writeBytes(requestItems);
        body.write('}');
        Answer answer = Answer.read(service.call("BatchWriteItem", body.toByteArray()));
        Answer unprocessed = answer.at("UnprocessedItems");
        try (Stream<?> tables = unprocessed.members()) {
            return tables.findAny().isPresent()
                    ? Optional.of(unprocessed.tree())
                    : Optional.empty();
        }
    }

    /** Sends what is left and waits until all is done. */
    public void finish() throws Exception {
        lock.lock();
        try {
            requireNoFailure();
            send();
            while (running > 0) {
                awaitEnd();
            }
        } finally {
            lock.unlock();
        }
    }

    private void requireNoFailure() throws Exception {
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits for what is under way. */
    @Override
    public void close() {
        lock.lock();
        try {
            while (running > 0) {
                ended.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }
}
