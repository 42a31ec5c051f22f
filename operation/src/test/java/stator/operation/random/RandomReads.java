package stator.operation.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static stator.operation.random.RandomRequests.OK;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import stator.operation.random.NaiveTable.Index;

/** GetItem, BatchGetItem, Query and Scan. */
final class RandomReads {
    private final RandomRequests run;

    RandomReads(RandomRequests run) {
        this.run = run;
    }

    private Random random() {
        return run.random;
    }

    void get() {
        NaiveTable table = run.anyTable();
        Attributes key = run.anyKey(table);
        Map<String, Object> request =
                Json.object("TableName", table.name(), "Key", key.all(), "ConsistentRead", true);
        Optional<Attributes> expected = table.get(key);
        if (random().nextBoolean()) {
            request.put("ProjectionExpression", "c, t, pk");
            expected = expected.map(item -> item.only(List.of("c", "t", "pk")));
        }
        run.requireAttributes(expected, run.expect(OK, "GetItem", request).get("Item"));
    }

    void batchGet() {
        Map<String, Object> byTable = Json.object();
        Map<String, List<String>> expected = new TreeMap<>();
        for (NaiveTable table : run.both()) {
            List<Attributes> keys = run.distinctKeys(table);
            byTable.put(
                    table.name(), Json.object("Keys", keys.stream().map(Attributes::all).toList()));
            expected.put(
                    table.name(),
                    keys.stream()
                            .flatMap(key -> table.get(key).stream())
                            .map(Attributes::toString)
                            .sorted()
                            .toList());
        }
        Map<String, Object> body =
                run.expect(OK, "BatchGetItem", Json.object("RequestItems", byTable));
        Map<?, ?> responses = (Map<?, ?>) body.get("Responses");
        expected.forEach((table, items) -> assertEquals(items, sorted(responses.get(table))));
    }

    private static List<String> sorted(Object items) {
        return items == null
                ? List.of()
                : ((List<?>) items).stream().map(Json::write).sorted().toList();
    }

    private static List<String> texts(Object items) {
        return ((List<?>) items).stream().map(Json::write).toList();
    }

    private String anyReadable(NaiveTable table) {
        List<String> names = table.readable();
        return names.get(random().nextInt(names.size()));
    }

    private static Map<String, Object> request(NaiveTable table, Index index) {
        Map<String, Object> request = Json.object("TableName", table.name());
        if (!index.name().isEmpty()) {
            request.put("IndexName", index.name());
        }
        return request;
    }

    /** All pages of a query, each of which is known exactly. */
    void query() {
        NaiveTable table = run.anyTable();
        Index index = table.index(anyReadable(table));
        Map<String, Object> request = request(table, index);
        Values values = new Values(false);
        RandomKeyCondition key = RandomKeyCondition.any(index, random(), values);
        request.put("KeyConditionExpression", key.text());
        RandomCondition filter = filter(index, request, values);
        values.into(request);
        List<Attributes> all = table.entries(index).stream().filter(key.holds()).toList();
        if (random().nextBoolean()) {
            request.put("ScanIndexForward", false);
            all = all.reversed();
        }
        int limit = 1 + random().nextInt(6);
        request.put("Limit", limit);
        for (int from = 0; ; from += limit) {
            List<Attributes> page = all.subList(from, Math.min(from + limit, all.size()));
            Map<String, Object> body = run.expect(OK, "Query", request);
            List<String> expected =
                    page.stream().filter(filter.holds()).map(Attributes::toString).toList();
            assertEquals(expected, texts(body.get("Items")));
            assertEquals("" + expected.size(), body.get("Count"));
            assertEquals("" + page.size(), body.get("ScannedCount"));
            assertEquals(page.size() == limit, body.containsKey("LastEvaluatedKey"));
            if (page.size() < limit) {
                return;
            }
            request.put("ExclusiveStartKey", body.get("LastEvaluatedKey"));
        }
    }

    private RandomCondition filter(Index index, Map<String, Object> request, Values values) {
        if (index.projected().isPresent() || random().nextInt(3) > 0) {
            return new RandomCondition("", item -> true);
        }
        RandomCondition filter = RandomCondition.any(random(), values);
        request.put("FilterExpression", filter.text());
        return filter;
    }

    /** All segments and pages of a scan, in the order of which there is nothing to know. */
    void scan() {
        NaiveTable table = run.anyTable();
        Index index = table.index(anyReadable(table));
        Map<String, Object> request = request(table, index);
        Values values = new Values(false);
        RandomCondition filter = filter(index, request, values);
        values.into(request);
        request.put("Limit", 1 + random().nextInt(10));
        int segments = 1 + random().nextInt(3);
        request.put("TotalSegments", segments);
        List<String> found = new ArrayList<>();
        int scanned = 0;
        for (int segment = 0; segment < segments; segment++) {
            request.put("Segment", segment);
            request.remove("ExclusiveStartKey");
            Map<String, Object> body;
            do {
                body = run.expect(OK, "Scan", request);
                found.addAll(texts(body.get("Items")));
                scanned += Integer.parseInt((String) body.get("ScannedCount"));
                request.put("ExclusiveStartKey", body.get("LastEvaluatedKey"));
            } while (body.containsKey("LastEvaluatedKey"));
        }
        List<Attributes> entries = table.entries(index);
        assertEquals(
                entries.stream().filter(filter.holds()).map(Attributes::toString).sorted().toList(),
                found.stream().sorted().toList());
        assertEquals(entries.size(), scanned);
    }
}
