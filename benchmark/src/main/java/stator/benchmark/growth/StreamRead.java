package stator.benchmark.growth;

import java.util.List;
import stator.benchmark.workload.Answers;
import stator.benchmark.workload.Workload;

/**
 * GetRecords of full pages of a stream.
 *
 * @param iterators of pages that have so many records; an iterator says where it stands, and may be
 *     used again
 */
record StreamRead(List<String> iterators, int records) implements Workload {
    private static final String RECORD = "\"eventID\":";

    StreamRead {
        iterators = List.copyOf(iterators);
    }

    /** How many records an answer has. */
    static int records(String answer) {
        return Answers.count(answer, RECORD);
    }

    static String body(String iterator, int limit) {
        return "{\"ShardIterator\":\"%s\",\"Limit\":%d}".formatted(iterator, limit);
    }

    @Override
    public String name() {
        return "stream-read";
    }

    @Override
    public String operation() {
        return "GetRecords";
    }

    @Override
    public String body(int number) {
        return body(iterators.get(number), records);
    }

    @Override
    public String problem(int number, String answer) {
        int found = records(answer);
        return found == records ? "" : "expected " + records + " records and not " + found;
    }

    @Override
    public String answer(int number) {
        return "{\"Records\":[" + ("{" + RECORD + "\"1\"}").repeat(records) + "]}";
    }

    @Override
    public int items() {
        return records;
    }
}
