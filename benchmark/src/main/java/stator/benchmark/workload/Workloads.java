package stator.benchmark.workload;

import java.util.List;

/** All kinds of load, in the order of the report. */
public final class Workloads {
    private Workloads() {}

    public static List<Workload> of(Dataset data) {
        return List.of(
                new Get(data),
                new Put(data),
                new Update(data, BenchmarkTable.PLAIN),
                new ConditionalPut(data),
                new Query(data),
                new FilterQuery(data),
                new Scan(data),
                new BatchGet(data),
                new BatchWrite(data, BenchmarkTable.PLAIN),
                new IndexedUpdate(data),
                new Update(data, BenchmarkTable.STREAMED),
                new IndexQuery(data),
                new TransactWrite(data),
                new TransactGet(data),
                new StatementGet(data),
                new StatementQuery(data));
    }

    /** Those with the given names, or all of them if none is given. */
    public static List<Workload> chosen(Dataset data, List<String> names) {
        List<Workload> all = of(data);
        List<String> known = all.stream().map(Workload::name).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(
                        "no workload is called " + name + "; there are " + known);
            }
        }
        return all.stream()
                .filter(workload -> names.isEmpty() || names.contains(workload.name()))
                .toList();
    }
}
