package stator.lambda.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.bucket.Bucket;
import stator.bucket.DirectoryBucket;

/** Archives that several functions have, which come and go at the same moment. */
final class CodeStoreTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 60;

    @TempDir private Path directory;

    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private Bucket bucket;
    private CodeStore code;

    @BeforeEach
    void open() throws IOException {
        bucket = DirectoryBucket.make(directory.resolve("archives"));
        code = new CodeStore(bucket, directory.resolve("unpacked"), used::contains);
    }

    private static Archive archive(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("main.py"));
            zip.write(text.getBytes());
        }
        return new Archive(bytes.toByteArray());
    }

    private boolean isKept(Archive archive) throws IOException {
        return !bucket.list(archive.key()).isEmpty();
    }

    @Test
    void anArchiveThatNobodyCameToHaveGoesWithItsHold() throws Exception {
        Archive archive = archive("1");
        Hold hold = code.put(archive);
        code.forget(archive.sha256());
        assertTrue(isKept(archive));
        hold.close();
        assertFalse(isKept(archive));
    }

    @Test
    void anArchiveStaysWhileSomethingHasIt() throws Exception {
        Archive archive = archive("1");
        Hold first = code.put(archive);
        Hold second = code.put(archive);
        first.close();
        assertTrue(isKept(archive), "held twice");
        used.add(archive.sha256());
        second.close();
        code.forget(archive.sha256());
        assertTrue(isKept(archive));
        used.clear();
        code.forget(archive.sha256());
        assertFalse(isKept(archive));
    }

    @Test
    void anArchiveThatACrashLeftGoes() throws Exception {
        Archive kept = archive("1");
        Archive left = archive("2");
        used.addAll(Set.of(kept.sha256(), left.sha256()));
        code.put(kept).close();
        code.put(left).close();
        used.remove(left.sha256());
        CodeStore next = new CodeStore(bucket, directory.resolve("next"), used::contains);
        next.forgetAllBut(used);
        assertTrue(isKept(kept));
        assertFalse(isKept(left));
    }

    @Test
    void whatIsNoArchiveIsNotHeld() throws Exception {
        Archive bad = new Archive("no archive".getBytes());
        assertThrows(BadArchiveException.class, () -> code.put(bad));
        assertFalse(isKept(bad));
    }

    @Test
    void damagedCodeIsNotRunAndIsMendedByAnotherUpload() throws Exception {
        Archive archive = archive("print('mine')");
        used.add(archive.sha256());
        code.put(archive).close();
        Path file = directory.resolve("archives").resolve(archive.key() + ".zip");
        byte[] bytes = archive.bytes().clone();
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        CodeStore later = new CodeStore(bucket, directory.resolve("later"), used::contains);
        String told =
                assertThrows(UncheckedIOException.class, () -> later.unpacked(archive.sha256()))
                        .getMessage();
        assertTrue(told.contains("is damaged"), told);
        later.put(archive).close();
        assertTrue(Files.exists(later.unpacked(archive.sha256()).resolve("main.py")));
        assertArrayEquals(archive.bytes(), later.read(archive.sha256()));
    }

    /**
     * Each thread has a function of the same code, makes it and deletes it; what it has can be run.
     */
    @Test
    void functionsOfTheSameCodeComeAndGo() throws Exception {
        Archive archive = archive("print('the same')");
        Set<Integer> owners = ConcurrentHashMap.newKeySet();
        CodeStore shared =
                new CodeStore(bucket, directory.resolve("shared"), sha -> !owners.isEmpty());
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                int owner = thread;
                running.add(
                        threads.submit(() -> {
                            for (int round = 0; round < ROUNDS; round++) {
                                Hold hold = shared.put(archive);
                                owners.add(owner);
                                hold.close();
                                Path folder = shared.unpacked(archive.sha256());
                                assertTrue(Files.exists(folder.resolve("main.py")));
                                assertEquals(
                                        archive.bytes().length,
                                        shared.read(archive.sha256()).length);
                                owners.remove(owner);
                                shared.forget(archive.sha256());
                            }
                            return null;
                        }));
            }
        }
        for (Future<?> each : running) {
            each.get();
        }
        assertFalse(isKept(archive));
    }
}
