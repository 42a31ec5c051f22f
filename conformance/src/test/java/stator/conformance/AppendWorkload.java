package stator.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import stator.conformance.AppendTransaction.Append;
import stator.conformance.AppendTransaction.Outcome;
import stator.conformance.AppendTransaction.Read;

/**
 * Clients that append to lists and read them, in every way there is, and note what they were told.
 *
 * <p>A transaction with a token whose answer does not come is sent again until one does, also to
 * the server that was started in the meantime: it must be applied once. Without a token, nobody
 * knows.
 */
final class AppendWorkload {
    /** How many lists are worked on at a time. */
    private static final int KEYS_ACTIVE = 8;

    /** How long a list may become; then another takes its place. */
    private static final int APPENDS_MAX = 48;

    private static final int KEYS_PER_TRANSACTION_MAX = 5;
    private static final String TABLE = "lists";
    private static final Pattern LIST = Pattern.compile("\"L\":\\[([^\\]]*)]");
    private static final Pattern ELEMENT = Pattern.compile("\"S\":\"(k\\d+):(\\d+)\"");

    private final long limit;

    /** Whether there are transactions of several lists. */
    private final boolean several;

    private final AtomicLong started = new AtomicLong();
    private final AtomicLong values = new AtomicLong();
    private final List<AppendTransaction> history = Collections.synchronizedList(new ArrayList<>());
    private final Keys keys = new Keys();

    private volatile boolean ended;

    /** Any of them may be asked. Replaced when another server takes over. */
    private volatile List<WireClient> clients;

    private AppendWorkload(long transactions, boolean several) {
        limit = transactions;
        this.several = several;
    }

    AppendWorkload(long transactions) {
        this(transactions, true);
    }

    /** A workload that touches one list at a time, for tables without transactions. */
    static AppendWorkload ofSingleLists(long transactions) {
        return new AppendWorkload(transactions, false);
    }

    /** The lists that are worked on. */
    private static final class Keys {
        private final int[] active = new int[KEYS_ACTIVE];
        private final Map<Integer, Integer> appends = new HashMap<>();
        private int next;

        Keys() {
            for (int i = 0; i < KEYS_ACTIVE; i++) {
                active[i] = next++;
            }
        }

        synchronized List<String> pick(int count, boolean toAppend, SplittableRandom random) {
            TreeSet<Integer> places = new TreeSet<>();
            while (places.size() < count) {
                places.add(random.nextInt(KEYS_ACTIVE));
            }
            List<String> picked = new ArrayList<>();
            for (int place : places) {
                picked.add("k" + active[place]);
                if (toAppend && appends.merge(active[place], 1, Integer::sum) >= APPENDS_MAX) {
                    active[place] = next++;
                }
            }
            return picked;
        }

        synchronized List<String> all() {
            List<String> all = new ArrayList<>();
            for (int key = 0; key < next; key++) {
                all.add("k" + key);
            }
            return all;
        }
    }

    void createTable(WireClient first) throws IOException, InterruptedException {
        first.createTable(TABLE);
    }

    /** Makes the table strongly consistent with those of two other regions. */
    void replicate(WireClient first, String second, String third)
            throws IOException, InterruptedException {
        first.call(
                "UpdateTable",
                """
                {"TableName": "%s", "MultiRegionConsistency": "STRONG", "ReplicaUpdates": [
                 {"Create": {"RegionName": "%s"}}, {"Create": {"RegionName": "%s"}}]}\
                """
                        .formatted(TABLE, second, third));
    }

    /** All lists, as one region has them. */
    static String contents(WireClient region) throws IOException, InterruptedException {
        return region.call("Scan", "{\"TableName\": \"" + TABLE + "\", \"ConsistentRead\": true}");
    }

    /** Where requests go from now on. */
    void use(WireClient... now) {
        clients = List.of(now);
    }

    /** How many transactions were begun. */
    long started() {
        return started.get();
    }

    /** There were enough transactions. */
    void end() {
        ended = true;
    }

    boolean isDone() {
        return started.get() >= limit;
    }

    /** One client, until there were enough transactions. */
    void run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        try {
            while (!ended && started.incrementAndGet() <= limit) {
                step(random);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step(SplittableRandom random) throws InterruptedException {
        int count = 2 + random.nextInt(KEYS_PER_TRANSACTION_MAX - 1);
        int choice = random.nextInt(8);
        if (choice < 2 || choice < 5 && !several) {
            appendOne(random);
        } else if (choice < 5) {
            appendSeveral(count, random);
        } else if (choice == 5 || choice == 6 && !several) {
            readOne(keys.pick(1, false, random).getFirst());
        } else if (choice == 6) {
            readSeveral(keys.pick(count, false, random));
        } else {
            readWeakly(keys.pick(count, false, random));
        }
    }

    private Append append(String key) {
        return new Append(key, values.incrementAndGet());
    }

    private static String update(Append append, String condition) {
        return """
        {"TableName": "%s", "Key": {"id": {"S": "%s"}},
         "UpdateExpression": "SET l = list_append(if_not_exists(l, :none), :one)"%s,
         "ExpressionAttributeValues": {":none": {"L": []}, ":one": {"L": [{"S": "%s:%d"}]}}}\
        """
                .formatted(TABLE, append.key(), condition, append.key(), append.value());
    }

    private static String key(String key) {
        return "{\"id\": {\"S\": \"" + key + "\"}}";
    }

    private void appendOne(SplittableRandom random) throws InterruptedException {
        Append append = append(keys.pick(1, true, random).getFirst());
        send("UpdateItem", update(append, ""), false, List.of(append), List.of(), Outcome.APPLIED);
    }

    /** Every fourth is refused by a condition of its last action. */
    private void appendSeveral(int count, SplittableRandom random) throws InterruptedException {
        boolean isRefused = random.nextInt(4) == 0;
        boolean hasToken = random.nextBoolean();
        List<Append> appends =
                keys.pick(count, !isRefused, random).stream().map(this::append).toList();
        List<String> actions = new ArrayList<>();
        for (Append append : appends) {
            boolean isLast = append == appends.getLast();
            String condition =
                    ", \"ConditionExpression\": \"attribute_not_exists(never)"
                            + (isRefused && isLast ? " AND attribute_exists(never)" : "")
                            + "\"";
            actions.add("{\"Update\": " + update(append, condition) + "}");
        }
        String token =
                hasToken ? "\"ClientRequestToken\": \"t" + values.incrementAndGet() + "\", " : "";
        send(
                "TransactWriteItems",
                "{" + token + "\"TransactItems\": [" + String.join(", ", actions) + "]}",
                hasToken,
                appends,
                List.of(),
                Outcome.APPLIED);
    }

    private void readOne(String key) throws InterruptedException {
        send(
                "GetItem",
                "{\"TableName\": \"%s\", \"Key\": %s, \"ConsistentRead\": true}"
                        .formatted(TABLE, key(key)),
                true,
                List.of(),
                List.of(key),
                Outcome.APPLIED);
    }

    private void readSeveral(List<String> picked) throws InterruptedException {
        send(
                "TransactGetItems",
                picked.stream()
                        .map(key ->
                                "{\"Get\": {\"TableName\": \"%s\", \"Key\": %s}}"
                                        .formatted(TABLE, key(key)))
                        .collect(Collectors.joining(", ", "{\"TransactItems\": [", "]}")),
                true,
                List.of(),
                picked,
                Outcome.APPLIED);
    }

    private void readWeakly(List<String> picked) throws InterruptedException {
        send(
                "BatchGetItem",
                picked.stream()
                        .map(AppendWorkload::key)
                        .collect(
                                Collectors.joining(
                                        ", ",
                                        "{\"RequestItems\": {\"" + TABLE + "\": {\"Keys\": [",
                                        "]}}}")),
                true,
                List.of(),
                picked,
                Outcome.WEAK_READ);
    }

    /**
     * @param again whether to send it again if no answer comes
     * @param success what it is if it is answered with 200
     */
    private void send(
            String operation,
            String body,
            boolean again,
            List<Append> appends,
            List<String> asked,
            Outcome success)
            throws InterruptedException {
        long invoked = System.nanoTime();
        while (true) {
            List<WireClient> used = clients;
            try {
                WireClient any = used.get(ThreadLocalRandom.current().nextInt(used.size()));
                WireClient.Answer answer = any.send(operation, body);
                long returned = System.nanoTime();
                if (answer.status() == 200) {
                    List<Read> reads = asked.isEmpty() ? List.of() : reads(asked, answer.body());
                    note(operation, appends, reads, success, invoked, returned);
                    return;
                }
                boolean isKnown = answer.status() < 500;
                if (isKnown && !answer.body().contains("TransactionInProgress")) {
                    requireRefusal(answer);
                    note(operation, appends, List.of(), Outcome.NOT_APPLIED, invoked, returned);
                    return;
                }
            } catch (IOException lost) {
                awaitServer(used);
            }
            // Nobody knows what became of it.
            if (!again) {
                note(
                        operation,
                        appends,
                        List.of(),
                        Outcome.UNKNOWN,
                        invoked,
                        AppendTransaction.NEVER);
                return;
            }
        }
    }

    private static void requireRefusal(WireClient.Answer answer) {
        if (!answer.body().contains("ConditionalCheckFailed")
                && !answer.body().contains("ReplicatedWriteConflictException")) {
            throw new AssertionError(answer);
        }
    }

    private void awaitServer(List<WireClient> used) throws InterruptedException {
        for (int i = 0; i < 20 && clients == used; i++) {
            Thread.sleep(10);
        }
    }

    private void note(
            String operation,
            List<Append> appends,
            List<Read> reads,
            Outcome outcome,
            long invoked,
            long returned) {
        history.add(new AppendTransaction(operation, appends, reads, outcome, invoked, returned));
    }

    private static List<Read> reads(List<String> asked, String body) {
        Map<String, List<Long>> lists = new HashMap<>();
        asked.forEach(key -> lists.put(key, new ArrayList<>()));
        Matcher list = LIST.matcher(body);
        while (list.find()) {
            Matcher element = ELEMENT.matcher(list.group(1));
            while (element.find()) {
                lists.computeIfAbsent(element.group(1), unasked -> new ArrayList<>())
                        .add(Long.valueOf(element.group(2)));
            }
        }
        List<Read> reads = new ArrayList<>();
        lists.forEach((key, values) -> reads.add(new Read(key, values)));
        return reads;
    }

    /** Reads all lists, as the last thing. */
    void readAll() throws InterruptedException {
        for (String key : keys.all()) {
            readOne(key);
        }
    }

    List<AppendTransaction> history() {
        synchronized (history) {
            return List.copyOf(history);
        }
    }
}
