package stator.benchmark.growth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.benchmark.load.LoadFailure;
import stator.benchmark.load.LoadLoop;
import stator.benchmark.workload.Workload;

/** The stream of the table, which is there only as long as it is measured. */
final class GrowthStream {
    /** How many records a page has, if they fit: each has an item before and after its change. */
    private static final int RECORDS = 100;

    private static final int PAGES_MAX = 200;

    /** So many are there, however slow the server is. */
    private static final int PAGES_MIN = 10;

    private final GrowthServer server;
    private final GrowthData data;
    private final int records;
    private String arn;

    GrowthStream(GrowthServer server, GrowthData data) {
        this.server = server;
        this.data = data;
        records = Math.max(1, data.page(2 * RECORDS) / 2);
    }

    void enable() throws IOException {
        String answer =
                update("{\"StreamEnabled\":true,\"StreamViewType\":\"NEW_AND_OLD_IMAGES\"}");
        arn = JsonText.member(answer, "LatestStreamArn");
    }

    /** Writes what fills some pages. */
    void write(int connections) throws IOException {
        Workload puts = GrowthWorkload.PUT.over(data);
        List<ByteBuffer> requests = server.encoder().encodeAll(puts, PAGES_MIN * records);
        try (LoadLoop loop = server.connect(connections, puts, requests)) {
            loop.runOnce();
        }
    }

    void disable() throws IOException {
        update("{\"StreamEnabled\":false}");
    }

    private String update(String specification) throws IOException {
        return server.call(
                "UpdateTable",
                "{\"TableName\":\"%s\",\"StreamSpecification\":%s}"
                        .formatted(data.table(), specification));
    }

    /** Reads of what was written since the stream is there. */
    StreamRead reads() throws IOException {
        List<String> pages = new ArrayList<>();
        String described = server.call("DescribeStream", "{\"StreamArn\":\"%s\"}".formatted(arn));
        for (String shard : JsonText.members(described, "ShardId")) {
            addPages(shard, pages);
        }
        if (pages.isEmpty()) {
            throw new LoadFailure("no " + records + " changes are in the stream");
        }
        return new StreamRead(pages, records);
    }

    private void addPages(String shard, List<String> pages) throws IOException {
        Optional<String> iterator =
                Optional.of(
                        JsonText.member(
                                server.call(
                                        "GetShardIterator",
                                        """
                                        {"StreamArn":"%s","ShardId":"%s","ShardIteratorType":"TRIM_HORIZON"}\
                                        """
                                                .formatted(arn, shard)),
                                "ShardIterator"));
        while (iterator.isPresent() && pages.size() < PAGES_MAX) {
            String page = server.call("GetRecords", StreamRead.body(iterator.get(), records));
            if (StreamRead.records(page) < records) {
                return;
            }
            pages.add(iterator.get());
            iterator = JsonText.members(page, "NextShardIterator").stream().findFirst();
        }
    }
}
