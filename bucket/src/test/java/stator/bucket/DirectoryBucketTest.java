package stator.bucket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryBucketTest {
    @TempDir Path parent;

    private DirectoryBucket bucket;

    @BeforeEach
    void open() throws IOException {
        bucket = DirectoryBucket.make(parent.resolve("bucket"));
    }

    private void put(String key, String text) throws IOException {
        try (Bucket.Upload upload = bucket.write(key)) {
            upload.write(text.getBytes());
            upload.commit();
        }
    }

    private List<String> keys(String prefix) throws IOException {
        return bucket.list(prefix).stream().map(Bucket.Entry::key).toList();
    }

    @Test
    void aPrefixIsOfTheKeyNotOfAFolder() throws IOException {
        put("data/1.json", "1");
        put("data2/x.json", "2");
        put("data.bak", "3");
        put("other", "4");
        assertEquals(List.of("data.bak", "data/1.json", "data2/x.json"), keys("data"));
        assertEquals(List.of("data/1.json"), keys("data/1.json"));
        assertEquals(List.of(), keys("nothing"));
        assertArrayEquals("1".getBytes(), bucket.read("data/1.json").readAllBytes());
    }

    @Test
    void severalMayWriteTheSamePieceAndTheLastOneStands() throws IOException {
        try (Bucket.Upload first = bucket.write("a");
                Bucket.Upload other = bucket.write("a-b");
                Bucket.Upload second = bucket.write("a")) {
            first.write("1".getBytes());
            second.write("2".getBytes());
            other.write("3".getBytes());
            first.commit();
            second.commit();
            other.commit();
        }
        assertArrayEquals("2".getBytes(), bucket.read("a").readAllBytes());
        assertArrayEquals("3".getBytes(), bucket.read("a-b").readAllBytes());
        assertEquals(List.of("a", "a-b"), keys(""));
    }

    @Test
    void whatIsNotCommittedIsNotThere() throws IOException {
        try (Bucket.Upload upload = bucket.write("a/b")) {
            upload.write(1);
        }
        assertEquals(List.of(), keys(""));
        assertThrows(IOException.class, () -> bucket.read("a/b"));
    }

    @Test
    void whatACrashLeftGoesWhenTheFileIsWrittenAgain() throws IOException {
        Path folder = Files.createDirectories(parent.resolve("bucket/a"));
        Path leftover = Files.createFile(folder.resolve(".unfinished-b-1"));
        Path other = Files.createFile(folder.resolve(".unfinished-bb-1"));
        put("a/b", "whole");
        assertFalse(Files.exists(leftover));
        assertTrue(Files.exists(other));
        assertEquals(List.of("a/b"), keys(""));
    }

    @Test
    void whatIsPutAgainIsReplaced() throws IOException {
        put("a", "old");
        put("a", "new");
        assertArrayEquals("new".getBytes(), bucket.read("a").readAllBytes());
        bucket.delete("a");
        bucket.delete("a");
        assertEquals(List.of(), keys(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside", "a/../../outside", "/etc/passwd", "", ".", "a\0b"})
    void noKeyLeadsOut(String key) {
        assertThrows(IOException.class, () -> put(key, "x"));
        assertThrows(IOException.class, () -> bucket.read(key));
        assertFalse(Files.exists(parent.resolve("outside")));
    }
}
