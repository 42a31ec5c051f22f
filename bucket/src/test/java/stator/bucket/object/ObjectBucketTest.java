package stator.bucket.object;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.bucket.MemoryRoom;
import stator.bucket.NoRoomException;

class ObjectBucketTest {
    private static final ObjectBucket.Guard NONE = ObjectBucket.Guard.NONE;

    @TempDir Path directory;

    private ObjectStore store(boolean onDisk) {
        return onDisk
                ? ObjectStore.onDisk(directory, false, Clock.systemUTC(), new Random(1))
                : ObjectStore.inMemory(MemoryRoom.UNLIMITED, Clock.systemUTC(), new Random(1));
    }

    private ObjectBucket bucket(boolean onDisk) throws IOException {
        ObjectStore store = store(onDisk);
        store.make("b", Map.of());
        return store.find("b").orElseThrow();
    }

    private static ObjectVersion put(ObjectBucket bucket, String key, byte[] bytes)
            throws IOException {
        try (NewContent content = bucket.newContent()) {
            content.write(bytes);
            content.finish();
            return bucket.put(key, content, "etag", Map.of("n", key), NONE);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] read(ObjectBucket bucket, String key) throws IOException {
        try (FoundObject found = bucket.open(key, "").orElseThrow();
                InputStream in = found.read(0, found.version().size())) {
            return in.readAllBytes();
        }
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepsObjectsOfAnySize(boolean onDisk) throws IOException {
        ObjectBucket bucket = bucket(onDisk);
        for (int length :
                new int[] {0, 1, 32_767, 32_768, 32_769, 262_143, 262_144, 262_145, 3_000_000}) {
            byte[] expected = bytes(length, length);
            put(bucket, "k", expected);
            assertArrayEquals(expected, read(bucket, "k"));
            for (int i = 0; i < 20 && length > 0; i++) {
                int from = new Random(i).nextInt(length);
                int count = new Random(i + 99).nextInt(length - from + 1);
                try (FoundObject found = bucket.open("k", "").orElseThrow();
                        InputStream in = found.read(from, count)) {
                    assertArrayEquals(
                            java.util.Arrays.copyOfRange(expected, from, from + count),
                            in.readAllBytes());
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anyTextIsAKey(boolean onDisk) throws IOException {
        ObjectBucket bucket = bucket(onDisk);
        List<String> keys =
                List.of(
                        "a",
                        "a/",
                        "a/b",
                        "a//b",
                        "/",
                        "//",
                        "..",
                        "../x",
                        ".",
                        "a/../b",
                        "~c",
                        "a~d",
                        "%41",
                        "A",
                        "ä",
                        "\u0001",
                        "\ud83d\ude00",
                        "\uffee",
                        "k".repeat(1024),
                        "k".repeat(180),
                        "k".repeat(180) + "/x",
                        "k".repeat(179) + "ä".repeat(300),
                        "/".repeat(500),
                        "CON",
                        "a b+c&d=e?f#g",
                        "x\\y",
                        "*");
        for (String key : keys) {
            put(bucket, key, text(key));
        }
        for (String key : keys) {
            assertArrayEquals(text(key), read(bucket, key), key);
        }
        assertEquals(sorted(keys), listed(bucket, ""));
        for (String key : keys) {
            bucket.delete(key, NONE);
        }
        assertTrue(bucket.isEmpty());
        if (onDisk) {
            try (Stream<Path> left = Files.walk(directory)) {
                assertEquals(
                        List.of("in-use", "info"),
                        left.filter(Files::isRegularFile)
                                .map(path -> path.getFileName().toString())
                                .sorted()
                                .toList(),
                        "nothing is left behind");
            }
        }
    }

    private static List<String> sorted(List<String> keys) {
        return keys.stream()
                .sorted((a, b) -> java.util.Arrays.compareUnsigned(text(a), text(b)))
                .toList();
    }

    private static List<String> listed(ObjectBucket bucket, String prefix) throws IOException {
        List<String> keys = new ArrayList<>();
        ObjectWalk walk = bucket.walk(prefix, "");
        for (Optional<ObjectVersion> next = walk.next(); next.isPresent(); next = walk.next()) {
            keys.add(next.get().key());
        }
        return keys;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void doesWhatAMapOfVersionsDoes(long seed) throws IOException {
        Random random = new Random(seed);
        ObjectBucket bucket = bucket(seed % 2 == 0);
        Model model = new Model();
        List<String> keys = List.of("a", "a/b", "a/c/d", "a/c", "b", "b/", "c-1", "c/1", "z");
        for (int step = 0; step < 600; step++) {
            String key = keys.get(random.nextInt(keys.size()));
            switch (random.nextInt(12)) {
                case 0 -> {
                    model.versioning =
                            random.nextBoolean()
                                    ? ObjectBucket.Versioning.ENABLED
                                    : ObjectBucket.Versioning.SUSPENDED;
                    if (step > 150) {
                        bucket.setVersioning(model.versioning);
                    } else {
                        model.versioning = bucket.versioning();
                    }
                }
                case 1, 2, 3 ->
                        model.delete(
                                key, bucket.delete(key, NONE).map(ObjectVersion::id).orElse(""));
                case 4, 5 -> {
                    List<ObjectVersion> versions = bucket.versions(key);
                    if (!versions.isEmpty()) {
                        String id = versions.get(random.nextInt(versions.size())).id();
                        assertTrue(bucket.delete(key, id, NONE).isPresent());
                        model.deleteVersion(key, id);
                    }
                }
                default -> {
                    byte[] bytes = bytes(random.nextInt(5) * 20_000, step);
                    model.put(key, put(bucket, key, bytes).id(), bytes);
                }
            }
            model.compare(bucket);
        }
    }

    /** Versions of each key, the newest last; a marker has no bytes. */
    private static final class Model {
        private record Version(String id, Optional<byte[]> bytes) {}

        private final Map<String, List<Version>> keys = new HashMap<>();
        private ObjectBucket.Versioning versioning = ObjectBucket.Versioning.NEVER;

        private void add(String key, Version version) {
            List<Version> versions = keys.computeIfAbsent(key, first -> new ArrayList<>());
            if (versioning != ObjectBucket.Versioning.ENABLED) {
                assertEquals(ObjectVersion.NULL, version.id());
                versions.removeIf(each -> each.id().equals(ObjectVersion.NULL));
            }
            versions.add(version);
        }

        void put(String key, String id, byte[] bytes) {
            add(key, new Version(id, Optional.of(bytes)));
        }

        void delete(String key, String marker) {
            if (versioning == ObjectBucket.Versioning.NEVER) {
                keys.remove(key);
                return;
            }
            add(key, new Version(marker, Optional.empty()));
        }

        void deleteVersion(String key, String id) {
            keys.get(key).removeIf(each -> each.id().equals(id));
        }

        void compare(ObjectBucket bucket) throws IOException {
            Map<String, byte[]> objects = new TreeMap<>();
            for (Map.Entry<String, List<Version>> entry : keys.entrySet()) {
                List<String> ids = new ArrayList<>();
                entry.getValue().forEach(version -> ids.addFirst(version.id()));
                assertEquals(
                        ids,
                        bucket.versions(entry.getKey()).stream().map(ObjectVersion::id).toList(),
                        entry.getKey());
                if (!entry.getValue().isEmpty()) {
                    entry.getValue()
                            .getLast()
                            .bytes()
                            .ifPresent(bytes -> objects.put(entry.getKey(), bytes));
                }
            }
            assertEquals(List.copyOf(objects.keySet()), listed(bucket, ""));
            for (Map.Entry<String, byte[]> object : objects.entrySet()) {
                assertArrayEquals(object.getValue(), read(bucket, object.getKey()));
            }
        }
    }

    @Test
    void listsFromAnyKeyOnAndPassesOverWhatIsSkipped() throws IOException {
        ObjectBucket bucket = bucket(true);
        List<String> keys = List.of("a!", "a/1", "a/2", "a0", "b", "c/d/e", "c/d/f", "c0");
        for (String key : keys) {
            put(bucket, key, text(key));
        }
        for (String after : keys) {
            ObjectWalk walk = bucket.walk("", after);
            List<String> rest = new ArrayList<>();
            for (Optional<String> key = walk.nextKey(); key.isPresent(); key = walk.nextKey()) {
                rest.add(key.get());
            }
            assertEquals(keys.subList(keys.indexOf(after) + 1, keys.size()), rest, after);
        }
        ObjectWalk walk = bucket.walk("", "");
        List<String> met = new ArrayList<>();
        for (Optional<String> key = walk.nextKey(); key.isPresent(); key = walk.nextKey()) {
            met.add(key.get());
            int slash = key.get().indexOf('/');
            if (slash > 0) {
                walk.skip(key.get().substring(0, slash + 1));
            }
        }
        assertEquals(List.of("a!", "a/1", "a0", "b", "c/d/e", "c0"), met);
    }

    @Test
    void aFileOfOthersIsAnObject() throws IOException {
        ObjectBucket bucket = bucket(true);
        Path folder = Files.createDirectories(directory.resolve("b/data"));
        Files.writeString(folder.resolve("x.json"), "{}");
        put(bucket, "data/y.json", text("[]"));
        assertEquals(List.of("data/x.json", "data/y.json"), listed(bucket, "data/"));
        assertArrayEquals(text("{}"), read(bucket, "data/x.json"));
        bucket.setVersioning(ObjectBucket.Versioning.ENABLED);
        put(bucket, "data/x.json", text("new"));
        assertFalse(Files.exists(folder.resolve("x.json")));
        List<ObjectVersion> versions = bucket.versions("data/x.json");
        assertEquals(2, versions.size());
        try (FoundObject old = bucket.open("data/x.json", ObjectVersion.NULL).orElseThrow()) {
            assertArrayEquals(text("{}"), old.read(0, 2).readAllBytes());
        }
    }

    @Test
    void whoReadsReadsToTheEndWhateverHappens() throws IOException {
        for (boolean onDisk : new boolean[] {true, false}) {
            ObjectBucket bucket = bucket(onDisk);
            byte[] first = bytes(2_000_000, 1);
            put(bucket, "k", first);
            FoundObject found = bucket.open("k", "").orElseThrow();
            InputStream in = found.read(0, first.length);
            byte[] start = in.readNBytes(1_000_000);
            put(bucket, "k", bytes(2_000_000, 2));
            bucket.delete("k", NONE);
            byte[] rest = in.readAllBytes();
            in.close();
            assertEquals(first.length, start.length + rest.length);
            assertTrue(bucket.isEmpty());
        }
        try (Stream<Path> left = Files.walk(directory.resolve(".stator/buckets/b"))) {
            assertEquals(1, left.filter(Files::isRegularFile).count(), "its bytes are gone");
        }
    }

    @Test
    void tellsWhenTheDiskGivesBackOtherBytes() throws IOException {
        ObjectBucket bucket = bucket(true);
        put(bucket, "large", bytes(1_000_000, 1));
        put(bucket, "small", bytes(1_000, 2));
        try (Stream<Path> files = Files.walk(directory.resolve(".stator/buckets/b"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("info")) {
                    flip(file, Files.size(file) / 2);
                }
            }
        }
        assertThrows(CorruptObjectException.class, () -> read(bucket, "large"));
        assertThrows(CorruptObjectException.class, () -> read(bucket, "small"));
    }

    private static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 1;
        Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void partsBecomeAnObject(boolean onDisk) throws IOException {
        ObjectBucket bucket = bucket(onDisk);
        Uploads uploads = bucket.uploads();
        Upload upload = uploads.begin("k", Map.of("a", "1"));
        byte[] first = bytes(700_000, 1);
        byte[] second = bytes(10, 2);
        putPart(uploads, upload, 2, second);
        putPart(uploads, upload, 1, bytes(50, 3));
        putPart(uploads, upload, 1, first);
        putPart(uploads, upload, 3, bytes(50, 4));
        assertEquals(
                List.of("1", "2", "3"),
                uploads.parts(upload).stream().map(ObjectVersion::id).toList());
        ObjectVersion object =
                uploads.complete(upload, parts -> whole(parts.subList(0, 2)), NONE).orElseThrow();
        assertEquals(700_010, object.size());
        byte[] whole = read(bucket, "k");
        assertArrayEquals(first, java.util.Arrays.copyOf(whole, first.length));
        assertTrue(uploads.find(upload.id()).isEmpty());
        assertTrue(uploads.all().isEmpty());
        bucket.delete("k", NONE);
        Upload aborted = uploads.begin("k", Map.of());
        putPart(uploads, aborted, 1, first);
        assertTrue(uploads.abort(aborted));
        assertFalse(uploads.abort(aborted));
        if (onDisk) {
            try (Stream<Path> left = Files.walk(directory.resolve(".stator/buckets/b"))) {
                assertEquals(1, left.filter(Files::isRegularFile).count());
            }
        }
    }

    /** It becomes the current one, and is set aside again, all the time. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aVersionIsFoundWhateverBecomesOfOthers(boolean onDisk) throws Exception {
        ObjectBucket bucket = bucket(onDisk);
        bucket.setVersioning(ObjectBucket.Versioning.ENABLED);
        ObjectVersion stays = put(bucket, "k", text("stays"));
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> writing =
                    writer.submit(() -> {
                        for (int i = 0; i < 2_000; i++) {
                            bucket.delete("k", put(bucket, "k", text("goes")).id(), NONE);
                        }
                        isOver.set(true);
                        return null;
                    });
            while (!isOver.get() && !writing.isDone()) {
                assertTrue(bucket.find("k", stays.id()).isPresent());
                assertTrue(bucket.find("k", "").isPresent());
            }
            writing.get();
        }
    }

    private static Uploads.Whole whole(List<ObjectVersion> parts) {
        return new Uploads.Whole(parts, "e", Map.of());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadThatManyChangeAtOnceEndsOnceAndLeavesNothing(boolean onDisk) throws Exception {
        ObjectBucket bucket = bucket(onDisk);
        Uploads uploads = bucket.uploads();
        for (int round = 0; round < 50; round++) {
            Upload upload = uploads.begin("k", Map.of());
            putPart(uploads, upload, 1, bytes(100, round));
            int completions = 0;
            try (ExecutorService many = Executors.newFixedThreadPool(8)) {
                List<Future<?>> putting = new ArrayList<>();
                List<Future<Boolean>> completing = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    byte[] another = bytes(100, i);
                    putting.add(
                            many.submit(() -> {
                                putPart(uploads, upload, 1, another);
                                return null;
                            }));
                    completing.add(
                            many.submit(() ->
                                    uploads.complete(upload, ObjectBucketTest::whole, NONE)
                                            .isPresent()));
                }
                for (Future<?> put : putting) {
                    put.get();
                }
                for (Future<Boolean> completion : completing) {
                    completions += completion.get() ? 1 : 0;
                }
            }
            assertEquals(1, completions);
            assertEquals(100, read(bucket, "k").length);
            assertEquals(List.of(), uploads.parts(upload));
            assertTrue(uploads.all().isEmpty());
        }
    }

    private static void putPart(Uploads uploads, Upload upload, int number, byte[] bytes)
            throws IOException {
        try (NewContent content = uploads.newPart()) {
            content.write(bytes);
            content.finish();
            uploads.put(upload, number, content, "e" + number, Map.of());
        }
    }

    @Test
    void aBucketIsDeletedOnlyIfItIsEmpty() throws IOException {
        ObjectStore store = store(true);
        assertTrue(store.make("b", Map.of("owner", "1")));
        assertFalse(store.make("b", Map.of()));
        ObjectBucket bucket = store.find("b").orElseThrow();
        put(bucket, "k", text("v"));
        assertFalse(store.delete(bucket));
        bucket.delete("k", NONE);
        assertTrue(store.delete(bucket));
        assertTrue(store.find("b").isEmpty());
        assertThrows(IOException.class, () -> put(bucket, "k", text("v")));
        assertEquals(List.of(), store.names());
    }

    @Test
    void memoryHasALimit() throws IOException {
        ObjectStore store =
                ObjectStore.inMemory(new Room(1 << 20), Clock.systemUTC(), new Random(1));
        store.make("b", Map.of());
        ObjectBucket bucket = store.find("b").orElseThrow();
        for (int i = 0; i < 3; i++) {
            assertThrows(IOException.class, () -> put(bucket, "k", bytes(2 << 20, 1)));
        }
        put(bucket, "k", bytes(500_000, 1));
        put(bucket, "k", bytes(400_000, 2));
        bucket.delete("k", NONE);
        put(bucket, "k", bytes(900_000, 3));
    }

    private static final class Room implements MemoryRoom {
        private long left;

        Room(long bytes) {
            left = bytes;
        }

        @Override
        public void take(long bytes) throws NoRoomException {
            if (bytes > left) {
                throw new NoRoomException("full");
            }
            left -= bytes;
        }

        @Override
        public void give(long bytes) {
            left += bytes;
        }
    }

    @Test
    void whatAKilledProcessLeavesOverGoesAndNothingElse() throws IOException {
        byte[] much = new byte[100_000];
        ObjectStore killed = store(true);
        killed.make("b", Map.of());
        ObjectBucket before = killed.find("b").orElseThrow();
        before.setVersioning(ObjectBucket.Versioning.ENABLED);
        put(before, "a", much);
        put(before, "a", much);
        Upload upload = before.uploads().begin("big", Map.of());
        try (NewContent part = before.uploads().newPart()) {
            part.write(much);
            part.finish();
            before.uploads().put(upload, 1, part, "etag", Map.of());
        }
        // Two that were on their way when it was killed: one whole, one not.
        NewContent finished = before.newContent();
        finished.write(much);
        finished.finish();
        before.newContent().write(much);
        // An upload that had begun to end.
        Path ended = directory.resolve(".stator/buckets/b/uploads/" + "0".repeat(32));
        Files.createDirectories(ended);
        Files.write(ended.resolve("00001"), much);

        ObjectStore next = ObjectStore.onDisk(directory, false, Clock.systemUTC(), new Random(2));
        ObjectBucket after = next.find("b").orElseThrow();
        assertTrue(next.mayHaveLeftovers());
        NewContent underWay = after.newContent();
        underWay.write(much);
        assertEquals(2, next.deleteLeftovers());
        assertFalse(Files.exists(ended));
        assertFalse(next.mayHaveLeftovers());
        underWay.finish();
        after.put("new", underWay, "etag", Map.of(), NONE);
        underWay.close();
        for (ObjectVersion version : after.versions("a")) {
            assertArrayEquals(much, bytes(after, version));
        }
        assertArrayEquals(much, bytes(after, after.find("new", "").orElseThrow()));
        assertEquals(1, after.uploads().parts(upload).size());
        assertEquals(4, blobs());
        next.close();
        assertFalse(store(true).mayHaveLeftovers());
    }

    @Test
    void whatAKilledProcessLeavesOfABucketGoes() throws IOException {
        put(bucket(true), "a", new byte[100_000]);
        Path left = directory.resolve(".stator/buckets/gone/settings");
        Files.createDirectories(left);
        Files.write(left.resolve("policy"), new byte[3]);
        ObjectStore next = store(true);
        assertTrue(next.mayHaveLeftovers());
        assertEquals(1, next.deleteLeftovers());
        assertFalse(Files.exists(left.getParent()));
        assertEquals(100_000, read(next.find("b").orElseThrow(), "a").length);
    }

    /** Another process may be writing it; so it is looked at again. */
    @Test
    void whatWasBeingWrittenAMomentAgoGoesTheNextTime() throws IOException {
        put(bucket(true), "a", new byte[100_000]);
        Path unfinished = directory.resolve(".stator/unfinished/one");
        Files.createDirectories(unfinished.getParent());
        Files.write(unfinished, new byte[3]);
        ObjectStore next = ObjectStore.onDisk(directory, false, Clock.systemUTC(), new Random(2));
        assertTrue(next.mayHaveLeftovers());
        assertEquals(0, next.deleteLeftovers());
        assertTrue(next.mayHaveLeftovers());
        Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
        ObjectStore muchLater = ObjectStore.onDisk(directory, false, later, new Random(3));
        assertTrue(muchLater.mayHaveLeftovers());
        assertEquals(1, muchLater.deleteLeftovers());
        assertFalse(Files.exists(unfinished));
        assertFalse(muchLater.mayHaveLeftovers());
    }

    private static byte[] bytes(ObjectBucket bucket, ObjectVersion version) throws IOException {
        FoundObject found = bucket.open(version.key(), version.id()).orElseThrow();
        try (InputStream bytes = found.read(0, version.size())) {
            return bytes.readAllBytes();
        }
    }

    private long blobs() throws IOException {
        try (Stream<Path> paths = Files.walk(directory.resolve(".stator/buckets/b/bytes"))) {
            return paths.filter(Files::isRegularFile).count();
        }
    }

    /** A folder with more keys than are read for a page, next to others, while keys come and go. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void walksThroughLargeFolders(boolean onDisk) throws IOException {
        ObjectBucket bucket = bucket(onDisk);
        TreeMap<String, String> model = new TreeMap<>();
        for (String key : List.of("a", "many/", "many0", "many/x/y", "z/z")) {
            model.put(key, key);
            put(bucket, key, text(key));
        }
        for (int i = 0; i < 5_000; i++) {
            String key = "many/" + i * 7919 % 5_000;
            model.put(key, key);
            put(bucket, key, text(key));
        }
        Random random = new Random(5);
        for (int round = 0; round < 60; round++) {
            String after = "many/" + random.nextInt(5_500);
            List<String> expected =
                    model.tailMap(after, false).keySet().stream().limit(40).toList();
            assertEquals(expected, keys(bucket.walk("", after), 40));
            String prefix = "many/" + random.nextInt(600);
            expected = model.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
            assertEquals(expected, keys(bucket.walk(prefix, ""), 10_000));
            ObjectWalk walk = bucket.walk("", "");
            assertEquals("a", walk.nextKey().orElseThrow());
            assertEquals("many/", walk.nextKey().orElseThrow());
            walk.skip("many/");
            assertEquals(List.of("many0", "z/z"), keys(walk, 5));
            for (int i = 0; i < 20; i++) {
                String some = "many/" + random.nextInt(6_000);
                if (model.remove(some) == null) {
                    model.put(some, some);
                    put(bucket, some, text(some));
                } else {
                    bucket.delete(some, NONE);
                }
            }
        }
        assertEquals(List.copyOf(model.keySet()), keys(bucket.walk("", ""), 10_000));
        for (String key : model.keySet()) {
            bucket.delete(key, NONE);
        }
        assertTrue(bucket.isEmpty());
    }

    private static List<String> keys(ObjectWalk walk, int max) throws IOException {
        List<String> keys = new ArrayList<>();
        while (keys.size() < max) {
            Optional<String> key = walk.nextKey();
            if (key.isEmpty()) {
                break;
            }
            keys.add(key.get());
        }
        return keys;
    }

    /** A key without a current version stays a key as long as it has any. */
    @Test
    void indexesKeysThatHaveOnlyVersions() throws IOException {
        ObjectBucket bucket = bucket(false);
        for (int i = 0; i < 4_200; i++) {
            put(bucket, "k" + i, text("1"));
        }
        assertEquals(4_200, keys(bucket.walk("", ""), 10_000).size());
        bucket.setVersioning(ObjectBucket.Versioning.ENABLED);
        bucket.delete("k7", NONE);
        assertEquals(4_200, keys(bucket.walk("", ""), 10_000).size());
        for (ObjectVersion version : bucket.versions("k7")) {
            bucket.delete("k7", version.id(), NONE);
        }
        assertFalse(keys(bucket.walk("", ""), 10_000).contains("k7"));
    }

    /** Any range by buffers of any size, on the heap and outside of it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesRangesToBuffers(boolean onDisk) throws IOException {
        ObjectBucket bucket = bucket(onDisk);
        Random random = new Random(11);
        for (int size : new int[] {10, 300_000, 262_144, 1_500_000}) {
            byte[] expected = bytes(size, size);
            put(bucket, "k", expected);
            for (int round = 0; round < 40; round++) {
                int from = round == 0 ? 0 : random.nextInt(size);
                int length = round == 0 ? size : random.nextInt(size - from + 1);
                int room = random.nextBoolean() ? 262_144 : 1 + random.nextInt(400_000);
                ByteBuffer buffer =
                        random.nextBoolean()
                                ? ByteBuffer.allocateDirect(room)
                                : ByteBuffer.allocate(room);
                byte[] got = new byte[length];
                int at = 0;
                try (FoundObject found = bucket.open("k", "").orElseThrow();
                        InputStream in = found.read(from, length)) {
                    ReadableByteChannel channel = (ReadableByteChannel) in;
                    while (channel.read(buffer.clear()) >= 0) {
                        int part = buffer.flip().remaining();
                        buffer.get(got, at, part);
                        at += part;
                    }
                }
                assertEquals(length, at);
                assertArrayEquals(Arrays.copyOfRange(expected, from, from + length), got);
            }
        }
    }

    /** A changed byte is not given away by this way, either. */
    @Test
    void verifiesWhatBuffersGet() throws IOException {
        ObjectBucket bucket = bucket(true);
        put(bucket, "k", bytes(600_000, 1));
        Path file;
        try (Stream<Path> files = Files.walk(directory.resolve(".stator/buckets/b/bytes"))) {
            file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] changed = Files.readAllBytes(file);
        changed[300_000] ^= 1;
        Files.write(file, changed);
        try (FoundObject found = bucket.open("k", "").orElseThrow();
                InputStream in = found.read(0, 600_000)) {
            ReadableByteChannel channel = (ReadableByteChannel) in;
            ByteBuffer buffer = ByteBuffer.allocateDirect(262_144);
            assertEquals(262_144, channel.read(buffer));
            assertThrows(CorruptObjectException.class, () -> channel.read(buffer.clear()));
        }
    }
}
