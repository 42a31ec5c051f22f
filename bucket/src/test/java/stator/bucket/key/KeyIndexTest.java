package stator.bucket.key;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.bucket.MemoryRoom;
import stator.bucket.file.DiskTree;
import stator.bucket.file.FileTree;
import stator.bucket.file.MemoryTree;

class KeyIndexTest {
    /** More than the sorter holds at once. */
    private static final int MANY = 120_000;

    @TempDir Path directory;

    private FileTree files(boolean onDisk) {
        return onDisk ? new DiskTree(directory, false) : new MemoryTree(MemoryRoom.UNLIMITED);
    }

    private static SortedKeys sorted(FileTree files, Iterable<String> keys) throws IOException {
        try (KeySorter sorter = new KeySorter(files)) {
            for (String key : keys) {
                sorter.add(key);
            }
            return sorter.sorted();
        }
    }

    private static String key(Random random) {
        StringBuilder key = new StringBuilder();
        int length = random.nextInt(100) == 0 ? 1 + random.nextInt(1024) : 1 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            key.append((char) (random.nextInt(20) == 0 ? random.nextInt(256) : 'a' + i % 7));
        }
        return key.toString() + random.nextInt(50);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sortsMoreKeysThanItHolds(boolean onDisk) throws IOException {
        List<String> keys = new ArrayList<>();
        Random random = new Random(3);
        for (int i = 0; i < MANY; i++) {
            keys.add("k" + random.nextInt(MANY));
        }
        try (SortedKeys sorted = sorted(files(onDisk), keys)) {
            List<String> got = new ArrayList<>();
            SortedKeys.Cursor cursor = sorted.from("");
            while (cursor.key().isPresent()) {
                got.add(cursor.key().get());
                cursor.advance();
            }
            assertEquals(List.copyOf(new TreeSet<>(keys)), got);
            assertEquals("k5", sorted.from("k4\u00FF").key().orElseThrow().substring(0, 2));
        }
    }

    /** Compared with a set, while files are written again and again in the background. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void tellsWhatASetTells(long seed) throws IOException {
        Random random = new Random(seed);
        FileTree files = files(seed % 2 == 0);
        TreeSet<String> model = new TreeSet<>();
        for (int i = 0; i < random.nextInt(2_000); i++) {
            model.add(key(random));
        }
        try (KeyIndex index = new KeyIndex(files, 100)) {
            TreeSet<String> before = new TreeSet<>(model);
            note(index, model, random);
            index.begin(sorted(files, before));
            for (int round = 0; round < 3_000; round++) {
                note(index, model, random);
                String start = random.nextInt(10) == 0 ? "" : key(random);
                int max = 1 + random.nextInt(30);
                List<String> expected = model.tailSet(start, true).stream().limit(max).toList();
                assertEquals(expected, index.from(start, max), "seed " + seed);
            }
            assertEquals(List.copyOf(model), index.from("", Integer.MAX_VALUE), "seed " + seed);
        }
    }

    private static void note(KeyIndex index, TreeSet<String> model, Random random) {
        for (int i = 0; i < random.nextInt(8); i++) {
            String some = key(random);
            String known = model.ceiling(some);
            boolean adds = random.nextBoolean() || known == null;
            if (adds) {
                model.add(some);
            } else {
                model.remove(known);
            }
            index.note(adds ? some : known, adds);
        }
    }

    @Test
    void holdsNoKeys() throws IOException {
        FileTree files = files(false);
        try (KeyIndex index = new KeyIndex(files)) {
            index.begin(sorted(files, List.of()));
            assertEquals(List.of(), index.from("", 5));
            index.note("a", true);
            index.note("b", false);
            assertEquals(List.of("a"), index.from("", 5));
        }
    }
}
