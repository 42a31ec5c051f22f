package stator.bucket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncedFileTest {
    @TempDir Path directory;

    @Test
    void holdsWhatWasWrittenInWhateverPieces() throws IOException {
        Random random = new Random(3);
        Path path = directory.resolve("file");
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        try (SyncedFile file = new SyncedFile(opened(path), true)) {
            while (expected.size() < 2 * SyncedFile.PIECE_BYTES) {
                byte[] bytes = new byte[random.nextInt(5) == 0 ? 200_000 : random.nextInt(3_000)];
                random.nextBytes(bytes);
                int start = bytes.length / 3;
                file.write(bytes, start, bytes.length - start);
                expected.write(bytes, start, bytes.length - start);
                file.write(7);
                expected.write(7);
                if (random.nextInt(50) == 0) {
                    file.flush();
                    assertEquals(expected.size(), Files.size(path));
                }
            }
            file.finish();
        }
        assertArrayEquals(expected.toByteArray(), Files.readAllBytes(path));
    }

    private static FileChannel opened(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }
}
