package stator.benchmark;

import java.util.List;

/** All kinds of load, in the order of the report. */
final class Workloads {
    private Workloads() {}

    static List<Workload> of(Dataset data) {
        return List.of(
                new Get(data),
                new Put(data),
                new Update(data),
                new ConditionalPut(data),
                new Query(data),
                new FilterQuery(data),
                new Scan(data),
                new BatchGet(data),
                new BatchWrite(data));
    }
}
