package stator.tool.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.protocol.ResponseWriter;

/**
 * Reads a whole table in segments, beside each other.
 *
 * @param attributes which ones to read; all if there are none
 */
public record ParallelScan(DynamoDb service, String table, int segments, List<String> attributes) {
    /** Takes the pages of one segment, one after the other, while others take those of others. */
    @FunctionalInterface
    public interface PageSink {
        void take(int segment, ScanPage page) throws Exception;
    }

    public ParallelScan {
        attributes = List.copyOf(attributes);
    }

    /** Shows all pages; whatever fails first ends it. */
    public void run(PageSink sink) throws Exception {
        List<Workers.Work> works = new ArrayList<>();
        for (int i = 0; i < segments; i++) {
            int segment = i;
            works.add(() -> scan(segment, sink));
        }
        Workers.runAll(works);
    }

    private void scan(int segment, PageSink sink) throws Exception {
        Optional<byte[]> start = Optional.empty();
        do {
            ScanPage page = ScanPage.read(service.call("Scan", request(segment, start)));
            sink.take(segment, page);
            start = page.lastKey();
        } while (start.isPresent());
    }

    private byte[] request(int segment, Optional<byte[]> start) {
        ResponseWriter request =
                new ResponseWriter(256)
                        .startObject()
                        .member("TableName", table)
                        .member("ConsistentRead", true);
        if (segments > 1) {
            request.member("Segment", segment).member("TotalSegments", segments);
        }
        start.ifPresent(key ->
                request.field("ExclusiveStartKey").json(new String(key, StandardCharsets.UTF_8)));
        if (!attributes.isEmpty()) {
            writeProjection(request);
        }
        return request.endObject().toString().getBytes(StandardCharsets.UTF_8);
    }

    /** By placeholders, because names may be reserved words. */
    private void writeProjection(ResponseWriter request) {
        request.field("ExpressionAttributeNames").startObject();
        List<String> placeholders = new ArrayList<>();
        for (String attribute : attributes) {
            String placeholder = "#a" + placeholders.size();
            placeholders.add(placeholder);
            request.member(placeholder, attribute);
        }
        request.endObject().member("ProjectionExpression", String.join(",", placeholders));
    }
}
