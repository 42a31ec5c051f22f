package stator.benchmark;

import java.util.stream.IntStream;

/**
 * Writes every item of the dataset once, in the order of the keys. It goes by the name of the batch
 * write that it is.
 */
record Preload(Dataset data) implements Workload {
    int requests() {
        return (data.items() + BatchWrite.PUTS - 1) / BatchWrite.PUTS;
    }

    @Override
    public String name() {
        return new BatchWrite(data).name();
    }

    @Override
    public String operation() {
        return new BatchWrite(data).operation();
    }

    @Override
    public String body(int number) {
        int first = number * BatchWrite.PUTS;
        return BatchWrite.body(
                IntStream.range(first, Math.min(first + BatchWrite.PUTS, data.items())));
    }

    @Override
    public String problem(int number, String answer) {
        return new BatchWrite(data).problem(number, answer);
    }

    @Override
    public String answer(int number) {
        return new BatchWrite(data).answer(number);
    }

    @Override
    public int items() {
        return BatchWrite.PUTS;
    }
}
