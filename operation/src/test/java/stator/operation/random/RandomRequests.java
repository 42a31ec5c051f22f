package stator.operation.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import stator.operation.random.NaiveTable.Index;
import stator.operation.random.NaiveTable.Problem;

/**
 * One run: random requests to the first door, and what the model says to each of them. This class
 * has what all kinds of requests need, writes of single items, and changes of tables.
 */
final class RandomRequests {
    static final int STEPS = 1_000;
    static final String OK = "";
    static final String VALIDATION = "ValidationException";
    static final String CONDITION = "ConditionalCheckFailedException";

    final Random random;
    final RandomServer server;
    final NaiveTable composite = new NaiveTable("composite", "pk", "sk");
    final NaiveTable simple = new NaiveTable("simple", "pk");
    private final RandomReads reads = new RandomReads(this);
    private final RandomTransactions transactions = new RandomTransactions(this);
    private final RandomStatements statements = new RandomStatements(this);
    private boolean isSimpleProtected;
    private boolean isSimpleOnDemand = true;
    private String subject = "";

    RandomRequests(RandomServer.Engine engine, long seed) {
        random = new Random(seed);
        server = new RandomServer(engine);
    }

    void run() {
        createComposite();
        createSimple();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(16)) {
                case 0, 1 -> put();
                case 2, 3 -> update();
                case 4 -> delete();
                case 5 -> reads.get();
                case 6 -> reads.batchGet();
                case 7 -> batchWrite();
                case 8 -> reads.query();
                case 9 -> reads.scan();
                case 10, 11 -> transactions.write();
                case 12 -> transactions.get();
                case 13, 14 -> statements.any();
                default -> rarely();
            }
        }
        server.check();
        server.close();
    }

    String trace() {
        return server.trace(subject);
    }

    // What the kinds of requests share.

    NaiveTable anyTable() {
        return random.nextInt(4) == 0 ? simple : composite;
    }

    static String pk(Random random) {
        return "p" + random.nextInt(3);
    }

    Attributes anyKey(NaiveTable table) {
        Attributes key = Attributes.NONE.with("pk", Json.text(pk(random)));
        if (table == composite) {
            key = key.with("sk", Json.number(random.nextInt(8) - 2));
        }
        subject = key.toString();
        return key;
    }

    /** Sends a request that the model has decided about. */
    Map<String, Object> expect(String error, String operation, Map<String, Object> request) {
        RandomServer.Answer answer = server.call(operation, request);
        assertEquals(error, answer.error());
        return answer.body();
    }

    /**
     * What a single write answers, if the request itself is right and the condition holds or not.
     */
    static String error(Problem problem, boolean holds) {
        if (problem != Problem.NONE) {
            return VALIDATION;
        }
        return holds ? OK : CONDITION;
    }

    void requireAttributes(Optional<Attributes> expected, Object found) {
        assertEquals(expected.map(Attributes::all).orElse(null), found);
    }

    /** A condition that a request may have; its text goes into the request. */
    RandomCondition condition(Map<String, Object> request, Values values) {
        if (random.nextInt(3) == 0) {
            return new RandomCondition("", item -> true);
        }
        RandomCondition condition = RandomCondition.any(random, values);
        request.put("ConditionExpression", condition.text());
        return condition;
    }

    boolean holds(RandomCondition condition, Optional<Attributes> item) {
        return condition.holds().test(item.orElse(Attributes.NONE));
    }

    // Writes of single items.

    private Map<String, Object> request(NaiveTable table) {
        return Json.object("TableName", table.name());
    }

    private void put() {
        NaiveTable table = anyTable();
        Attributes key = anyKey(table);
        Attributes item = RandomItems.any(key, random);
        Map<String, Object> request = request(table);
        Values values = new Values(false);
        RandomCondition condition = condition(request, values);
        values.into(request);
        request.put("Item", item.all());
        request.put("ReturnValues", "ALL_OLD");
        Optional<Attributes> before = table.get(key);
        String error = error(table.problem(item), holds(condition, before));
        Map<String, Object> body = answerTo("PutItem", request, error, before);
        if (error.equals(OK)) {
            requireAttributes(before, body.get("Attributes"));
            table.put(item);
        }
    }

    /** Sends it and looks whether a failed condition shows the item. */
    private Map<String, Object> answerTo(
            String operation,
            Map<String, Object> request,
            String error,
            Optional<Attributes> before) {
        boolean shows = random.nextBoolean();
        if (shows) {
            request.put("ReturnValuesOnConditionCheckFailure", "ALL_OLD");
        }
        Map<String, Object> body = expect(error, operation, request);
        if (error.equals(CONDITION)) {
            requireAttributes(shows ? before : Optional.empty(), body.get("Item"));
        }
        return body;
    }

    private void update() {
        NaiveTable table = anyTable();
        Attributes key = anyKey(table);
        Map<String, Object> request = request(table);
        Values values = new Values(false);
        RandomUpdate update = RandomUpdate.any(random, values);
        RandomCondition condition = condition(request, values);
        values.into(request);
        request.put("Key", key.all());
        request.put("UpdateExpression", update.text());
        String shown = random.nextBoolean() ? "ALL_NEW" : "ALL_OLD";
        request.put("ReturnValues", shown);
        Optional<Attributes> before = table.get(key);
        Optional<Attributes> after = update.apply(before.orElse(key));
        // That a key of an index would be empty shows only when the update is applied.
        Problem problem = table.problem(new Attributes(update.set()));
        boolean isEmpty = problem == Problem.EMPTY;
        String error = error(isEmpty ? Problem.NONE : problem, holds(condition, before));
        error = error.equals(OK) && (isEmpty || after.isEmpty()) ? VALIDATION : error;
        Map<String, Object> body = answerTo("UpdateItem", request, error, before);
        if (!error.equals(OK)) {
            return;
        }
        boolean isCreated = before.isPresent() || !update.onlyRemoves();
        if (isCreated) {
            table.put(after.orElseThrow());
        }
        requireAttributes(
                shown.equals("ALL_OLD") ? before : isCreated ? after : Optional.empty(),
                body.get("Attributes"));
    }

    private void delete() {
        NaiveTable table = anyTable();
        Attributes key = anyKey(table);
        Map<String, Object> request = request(table);
        Values values = new Values(false);
        RandomCondition condition = condition(request, values);
        values.into(request);
        request.put("Key", key.all());
        request.put("ReturnValues", "ALL_OLD");
        Optional<Attributes> before = table.get(key);
        String error = error(Problem.NONE, holds(condition, before));
        Map<String, Object> body = answerTo("DeleteItem", request, error, before);
        if (error.equals(OK)) {
            requireAttributes(before, body.get("Attributes"));
            table.delete(key);
        }
    }

    private void batchWrite() {
        Map<String, Object> byTable = Json.object();
        List<Runnable> effects = new ArrayList<>();
        Problem worst = Problem.NONE;
        for (NaiveTable table : random.nextBoolean() ? List.of(composite) : both()) {
            List<Object> requests = new ArrayList<>();
            for (Attributes key : distinctKeys(table)) {
                if (random.nextInt(4) == 0) {
                    requests.add(Json.object("DeleteRequest", Json.object("Key", key.all())));
                    effects.add(() -> table.delete(key));
                    continue;
                }
                Attributes item = RandomItems.any(key, random);
                requests.add(Json.object("PutRequest", Json.object("Item", item.all())));
                effects.add(() -> table.put(item));
                worst = table.problem(item) == Problem.NONE ? worst : table.problem(item);
            }
            byTable.put(table.name(), requests);
        }
        String error = worst == Problem.NONE ? OK : VALIDATION;
        expect(error, "BatchWriteItem", Json.object("RequestItems", byTable));
        if (error.equals(OK)) {
            effects.forEach(Runnable::run);
        }
    }

    List<NaiveTable> both() {
        return List.of(composite, simple);
    }

    List<Attributes> distinctKeys(NaiveTable table) {
        List<Attributes> keys = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Attributes key = anyKey(table);
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        return keys;
    }

    // Changes of tables.

    private void rarely() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> changeIndex();
            case 3 -> recreateSimple();
            case 4 -> protectSimple();
            case 5 -> billSimple();
            case 6 -> server.restart();
            case 7 -> server.check();
            default -> {
                Map<String, Object> body = expect(OK, "ListTables", Json.object());
                assertEquals(List.of("composite", "simple"), body.get("TableNames"));
            }
        }
    }

    private static Map<String, Object> attribute(String name) {
        return Json.object("AttributeName", name, "AttributeType", NaiveTable.TYPES.get(name));
    }

    private static List<Object> definitions(List<String> names) {
        return names.stream().map(name -> (Object) attribute(name)).toList();
    }

    private static List<Object> schema(Index index) {
        List<Object> schema = new ArrayList<>();
        index.hash().forEach(name -> schema.add(element(name, "HASH")));
        index.range().forEach(name -> schema.add(element(name, "RANGE")));
        return schema;
    }

    private static Map<String, Object> element(String name, String type) {
        return Json.object("AttributeName", name, "KeyType", type);
    }

    private static Map<String, Object> described(Index index) {
        Map<String, Object> projection =
                index.projected().isEmpty()
                        ? Json.object("ProjectionType", "ALL")
                        : index.projected().get().isEmpty()
                                ? Json.object("ProjectionType", "KEYS_ONLY")
                                : Json.object(
                                        "ProjectionType",
                                        "INCLUDE",
                                        "NonKeyAttributes",
                                        index.projected().get());
        return Json.object(
                "IndexName", index.name(), "KeySchema", schema(index), "Projection", projection);
    }

    private void createComposite() {
        Index local = new Index("local", List.of("pk"), List.of("n"), Optional.empty());
        Index global = new Index("global", List.of("g"), List.of("n"), Optional.of(List.of("c")));
        expect(
                OK,
                "CreateTable",
                Json.object(
                        "TableName", "composite",
                        "BillingMode", "PAY_PER_REQUEST",
                        "AttributeDefinitions", definitions(List.of("pk", "sk", "g", "n")),
                        "KeySchema", schema(composite.index("")),
                        "LocalSecondaryIndexes", List.of(described(local)),
                        "GlobalSecondaryIndexes", List.of(described(global))));
        composite.add(local);
        composite.add(global);
    }

    private void createSimple() {
        expect(
                OK,
                "CreateTable",
                Json.object(
                        "TableName",
                        "simple",
                        "BillingMode",
                        "PAY_PER_REQUEST",
                        "AttributeDefinitions",
                        definitions(List.of("pk")),
                        "KeySchema",
                        schema(simple.index(""))));
        isSimpleOnDemand = true;
        isSimpleProtected = false;
    }

    private void recreateSimple() {
        Map<String, Object> name = Json.object("TableName", "simple");
        if (isSimpleProtected) {
            expect(VALIDATION, "DeleteTable", name);
            return;
        }
        expect(OK, "DeleteTable", name);
        simple.clear();
        expect("ResourceNotFoundException", "Scan", name);
        createSimple();
        expect(
                "ResourceInUseException",
                "CreateTable",
                Json.object(
                        "TableName",
                        "simple",
                        "BillingMode",
                        "PAY_PER_REQUEST",
                        "AttributeDefinitions",
                        definitions(List.of("pk")),
                        "KeySchema",
                        schema(simple.index(""))));
    }

    private void protectSimple() {
        isSimpleProtected = !isSimpleProtected;
        expect(
                OK,
                "UpdateTable",
                Json.object("TableName", "simple", "DeletionProtectionEnabled", isSimpleProtected));
    }

    private void billSimple() {
        isSimpleOnDemand = !isSimpleOnDemand;
        Map<String, Object> request =
                Json.object(
                        "TableName",
                        "simple",
                        "BillingMode",
                        isSimpleOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED");
        if (!isSimpleOnDemand) {
            request.put(
                    "ProvisionedThroughput",
                    Json.object("ReadCapacityUnits", 5, "WriteCapacityUnits", 5));
        }
        expect(OK, "UpdateTable", request);
    }

    private Index anyIndex() {
        Optional<List<String>> projected =
                random.nextBoolean() ? Optional.empty() : Optional.of(List.of());
        return switch (random.nextInt(4)) {
            case 0 -> new Index("extra", List.of("d"), List.of(), projected);
            case 1 -> new Index("extra", List.of("g"), List.of("d"), projected);
            case 2 -> new Index("extra", List.of("g", "d"), List.of("n", "pk"), projected);
            default -> new Index("extra", List.of("pk"), List.of("d", "n"), projected);
        };
    }

    /** An index comes, with whatever is there already, or goes. */
    private void changeIndex() {
        if (composite.hasIndex("extra")) {
            updateIndexes(Json.object("Delete", Json.object("IndexName", "extra")), List.of());
            composite.remove("extra");
            return;
        }
        Index index = anyIndex();
        updateIndexes(
                Json.object("Create", described(index)),
                definitions(
                        List.of("pk", "sk", "g", "n", "d").stream()
                                .filter(name -> !name.equals("d") || index.key().contains("d"))
                                .toList()));
        composite.add(index);
        awaitIndex();
    }

    private void updateIndexes(Map<String, Object> change, List<Object> definitions) {
        Map<String, Object> request =
                Json.object(
                        "TableName", "composite", "GlobalSecondaryIndexUpdates", List.of(change));
        if (!definitions.isEmpty()) {
            request.put("AttributeDefinitions", definitions);
        }
        expect(OK, "UpdateTable", request);
    }

    private void awaitIndex() {
        while (true) {
            String table =
                    Json.write(expect(OK, "DescribeTable", Json.object("TableName", "composite")));
            assertTrue(table.contains("\"IndexName\":\"extra\""), table);
            if (!table.contains("CREATING")) {
                return;
            }
            Thread.onSpinWait();
        }
    }
}
