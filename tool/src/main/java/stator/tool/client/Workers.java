package stator.tool.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs several pieces of work beside each other. */
final class Workers {
    private Workers() {}

    /** Something that may fail. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Runs all; the first failure stops the others and is thrown. */
    static void runAll(List<Work> works) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletionService<Void> done = new ExecutorCompletionService<>(threads);
            List<Callable<Void>> calls = new ArrayList<>();
            for (Work work : works) {
                calls.add(() -> {
                    work.run();
                    return null;
                });
            }
            calls.forEach(done::submit);
            try {
                for (int i = 0; i < works.size(); i++) {
                    done.take().get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw e.getCause() instanceof Exception cause ? cause : e;
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }
}
