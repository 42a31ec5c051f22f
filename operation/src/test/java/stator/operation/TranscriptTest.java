package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Transcripts: requests and the exact answers to them, over an empty memory store with a clock that
 * stands still.
 *
 * <p>A file under {@code src/test/resources/transcripts} is a list of requests, each followed by
 * its answer, with comments ({@code #}) and blank lines between them:
 *
 * <pre>
 * GetItem {"TableName":"hash","Key":{"pk":{"S":"a"}}}
 *   => 200 {}
 * </pre>
 *
 * <p>A request that begins with {@code *} prepares the others: it must succeed, and its answer is
 * not recorded. {@code {{a*2049}}} stands for 2049 times the letter a. Other lines: {@code let name
 * = text} makes <code>${name}</code> stand for the text in requests, {@code keep name = Member} for
 * the first text of that member in the last answer, {@code wait 60s} lets time go by, {@code caller
 * 111122223333 eu-west-1} changes who calls, {@code delay 5s} anywhere makes all changes of tables
 * take that long, {@code burst 300s} holds tables to their capacity. Run the test with {@code
 * -Dstator.transcripts.write=true} to write the answers that come now into the files, and read the
 * diff.
 */
class TranscriptTest {
    private static final Path FILES = Path.of("src/test/resources/transcripts");
    private static final boolean WRITES = Boolean.getBoolean("stator.transcripts.write");

    @TestFactory
    List<DynamicTest> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted()
                    .map(file ->
                            DynamicTest.dynamicTest(
                                    file.getFileName().toString(), () -> play(file)))
                    .toList();
        }
    }

    private static void play(Path file) throws IOException {
        String recorded = Files.readString(file);
        String played = new Transcript(recorded).play();
        if (WRITES) {
            Files.writeString(file, played);
            return;
        }
        assertEquals(recorded, played, "-Dstator.transcripts.write=true writes what comes now");
    }
}
