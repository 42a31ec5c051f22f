package stator.bucket.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stator.bucket.file.DiskTree;
import stator.bucket.file.FileTree;
import stator.bucket.file.InUse;

/** What completing an upload reads, and what a crash in the middle of it leaves. */
class UploadsTest {
    private static final ObjectBucket.Guard NONE = ObjectBucket.Guard.NONE;
    private static final Set<String> CHANGES = Set.of("place", "move", "delete", "deleteFolder");
    private static final String KILLED = "killed, as the test wants it";
    private static final Predicate<String> LIVES = change -> false;

    @TempDir private Path directory;

    private long reads;

    /** Whether the process is killed before a change of the files. */
    private Predicate<String> kill = LIVES;

    private FileTree files;

    @BeforeEach
    void begin() throws IOException {
        files = new DiskTree(directory, false);
        files.makeFolder("b");
    }

    /** The bucket as a process finds it that has just been started. */
    private ObjectBucket bucket() {
        return new ObjectBucket(
                watched(),
                new InUse(files),
                "b",
                Clock.systemUTC(),
                new Random(),
                ObjectBucket.Versioning.ENABLED);
    }

    private FileTree watched() {
        return (FileTree)
                Proxy.newProxyInstance(
                        FileTree.class.getClassLoader(),
                        new Class<?>[] {FileTree.class},
                        (proxy, method, arguments) -> {
                            reads += method.getName().equals("read") ? 1 : 0;
                            if (CHANGES.contains(method.getName()) && kill.test(method.getName())) {
                                throw new IOException(KILLED);
                            }
                            try {
                                return method.invoke(files, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void put(ObjectBucket bucket, byte[] bytes) throws IOException {
        try (NewContent content = bucket.newContent()) {
            content.write(bytes);
            content.finish();
            bucket.put("k", content, "e", Map.of(), NONE);
        }
    }

    private static Optional<ObjectVersion> putPart(
            ObjectBucket bucket, Upload upload, int number, byte[] bytes) throws IOException {
        try (NewContent content = bucket.uploads().newPart()) {
            content.write(bytes);
            content.finish();
            return bucket.uploads().put(upload, number, content, "e" + number, Map.of());
        }
    }

    /** An upload of two parts. */
    private static Upload upload(ObjectBucket bucket) throws IOException {
        Upload upload = bucket.uploads().begin("k", Map.of());
        putPart(bucket, upload, 1, bytes(100_000, 1));
        putPart(bucket, upload, 2, bytes(10, 2));
        return upload;
    }

    private static Optional<ObjectVersion> complete(ObjectBucket bucket, Upload upload, int parts)
            throws IOException {
        return bucket.uploads()
                .complete(
                        upload,
                        there -> new Uploads.Whole(there.subList(0, parts), "e", Map.of()),
                        NONE);
    }

    private static byte[] read(ObjectBucket bucket, ObjectVersion version) throws IOException {
        try (FoundObject found = bucket.open("k", version.id()).orElseThrow();
                InputStream in = found.read(0, version.size())) {
            return in.readAllBytes();
        }
    }

    private long filesOfBytes() throws IOException {
        try (Stream<Path> paths = Files.walk(directory.resolve(".stator/buckets/b/bytes"))) {
            return paths.filter(Files::isRegularFile).count();
        }
    }

    private long readsToComplete(ObjectBucket bucket) throws IOException {
        Upload upload = upload(bucket);
        long before = reads;
        complete(bucket, upload, 2);
        return reads - before;
    }

    @Test
    void completingAnUploadReadsAsMuchHoweverManyVersionsThereAre() throws IOException {
        ObjectBucket bucket = bucket();
        put(bucket, bytes(10, 1));
        long few = readsToComplete(bucket);
        for (int i = 0; i < 100; i++) {
            put(bucket, bytes(10, i));
        }
        assertEquals(few, readsToComplete(bucket));
    }

    /** Kills a process before each of the changes that it makes while it completes an upload. */
    @Test
    void anUploadThatAKillInterruptedIsCompletedOnce() throws IOException {
        boolean isWhole = false;
        for (int round = 1; !isWhole; round++) {
            Upload upload = upload(bucket());
            long versions = bucket().versions("k").size();
            AtomicInteger changesLeft = new AtomicInteger(round);
            isWhole = isCompleted(upload, change -> changesLeft.decrementAndGet() <= 0);
            ObjectBucket next = bucket();
            put(next, bytes(10, 3));
            Optional<ObjectVersion> again = complete(next, upload, 2);
            assertEquals(isWhole, again.isEmpty(), "killed before change " + round);
            assertEquals(versions + 2, next.versions("k").size());
            requireWhole(next);
            assertTrue(next.uploads().all().isEmpty());
            assertEquals(2 * round, filesOfBytes());
        }
    }

    private boolean isCompleted(Upload upload, Predicate<String> killed) throws IOException {
        ObjectBucket bucket = bucket();
        kill = killed;
        try {
            complete(bucket, upload, 2);
            return true;
        } catch (IOException e) {
            assertEquals(KILLED, e.getMessage());
            return false;
        } finally {
            kill = LIVES;
        }
    }

    private static void requireWhole(ObjectBucket bucket) throws IOException {
        for (ObjectVersion version : bucket.versions("k")) {
            assertEquals(version.size(), read(bucket, version).length);
        }
    }

    /** An upload whose object is there, but whose end did not come. */
    private Upload interrupted() throws IOException {
        Upload upload = upload(bucket());
        assertFalse(isCompleted(upload, change -> change.equals("deleteFolder")));
        assertTrue(bucket().uploads().find(upload.id()).isPresent());
        return upload;
    }

    @Test
    void whatIsDoneToAnUploadWithAnObjectLeavesTheObjectItsBytes() throws IOException {
        assertTrue(putPart(bucket(), interrupted(), 1, bytes(50, 4)).isEmpty());
        assertFalse(bucket().uploads().abort(interrupted()));
        Upload upload = interrupted();
        ObjectVersion made = bucket().versions("k").getFirst();
        assertEquals(Optional.of(made), complete(bucket(), upload, 1), "whichever parts are asked");
        assertEquals(3, bucket().versions("k").size());
        requireWhole(bucket());
        assertTrue(bucket().uploads().all().isEmpty());
        assertEquals(6, filesOfBytes());
    }

    @Test
    void anUploadWhoseObjectWasDeletedHasEnded() throws IOException {
        Upload upload = interrupted();
        ObjectVersion made = bucket().versions("k").getFirst();
        bucket().delete("k", made.id(), NONE);
        assertEquals(Optional.empty(), complete(bucket(), upload, 2));
        assertEquals(List.of(), bucket().versions("k"));
        assertTrue(bucket().uploads().all().isEmpty());
    }
}
