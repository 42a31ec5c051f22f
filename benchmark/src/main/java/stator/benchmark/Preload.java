package stator.benchmark;

import java.util.stream.IntStream;
import stator.benchmark.workload.BatchWrite;
import stator.benchmark.workload.Workload;

/**
 * Writes every item of the dataset once, in the order of the keys. It goes by the name of the batch
 * write that it is.
 */
record Preload(BatchWrite write) implements Workload {
    int requests() {
        return (write.data().items() + BatchWrite.PUTS - 1) / BatchWrite.PUTS;
    }

    @Override
    public String name() {
        return write.name();
    }

    @Override
    public String operation() {
        return write.operation();
    }

    @Override
    public String body(int number) {
        int first = number * BatchWrite.PUTS;
        return write.body(
                IntStream.range(first, Math.min(first + BatchWrite.PUTS, write.data().items())));
    }

    @Override
    public String problem(int number, String answer) {
        return write.problem(number, answer);
    }

    @Override
    public String answer(int number) {
        return write.answer(number);
    }

    @Override
    public int items() {
        return BatchWrite.PUTS;
    }
}
