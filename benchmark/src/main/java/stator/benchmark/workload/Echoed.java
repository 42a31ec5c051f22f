package stator.benchmark.workload;

/** A workload as the bare echo answers it: every request with the answer to the first. */
public record Echoed(Workload workload) implements Workload {
    @Override
    public String name() {
        return workload.name();
    }

    @Override
    public String operation() {
        return workload.operation();
    }

    @Override
    public String body(int number) {
        return workload.body(number);
    }

    @Override
    public String problem(int number, String answer) {
        return Answers.requireEqual(answer, workload.answer(0));
    }

    @Override
    public String answer(int number) {
        return workload.answer(0);
    }

    @Override
    public int items() {
        return workload.items();
    }
}
