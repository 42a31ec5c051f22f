package stator.expression;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs the transcripts: text in, text out. */
final class TranscriptTest {
    private static final Path FOLDER = Path.of("src/test/resources/stator/expression");

    @TestFactory
    List<DynamicTest> transcripts() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted()
                    .map(file ->
                            DynamicTest.dynamicTest(
                                    file.getFileName().toString(), () -> Transcript.check(file)))
                    .toList();
        }
    }
}
