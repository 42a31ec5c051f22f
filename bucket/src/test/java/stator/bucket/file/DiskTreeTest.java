package stator.bucket.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several threads do at the same moment to the folders of a tree on a disk. */
final class DiskTreeTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 400;

    @TempDir private Path directory;

    /** A task of one thread in one round. */
    @FunctionalInterface
    private interface Step {
        void run(int round, int thread) throws IOException;
    }

    /**
     * The first objects of a bucket, put at the same moment, all need folders that nobody has made.
     */
    @Test
    void manyMakeTheSameFoldersAtOnce() throws Exception {
        DiskTree tree = new DiskTree(directory, false);
        together((round, thread) -> {
            try (FileTree.NewFile file = tree.create(round + "/bytes/ab/" + thread)) {
                file.finish();
            }
        });
        for (int round = 0; round < ROUNDS; round++) {
            assertEquals(THREADS, tree.children(round + "/bytes/ab").size());
        }
    }

    @Test
    void aFileInPlaceOfAFolderIsTold() throws IOException {
        DiskTree tree = new DiskTree(directory, false);
        tree.place("a", new byte[1]);
        assertThrows(FileAlreadyExistsException.class, () -> tree.create("a/b/c"));
        assertEquals(1, tree.read("a").orElseThrow().length);
    }

    /** All threads do a round at the same moment; what fails does not keep the others. */
    private static void together(Step step) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        Queue<IOException> failures = new ConcurrentLinkedQueue<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                running.add(
                        threads.submit(() -> {
                            for (int round = 0; round < ROUNDS; round++) {
                                start.await(30, TimeUnit.SECONDS);
                                try {
                                    step.run(round, number);
                                } catch (IOException e) {
                                    failures.add(e);
                                }
                            }
                            return null;
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertEquals(List.of(), List.copyOf(failures));
    }
}
