package stator.operation.shape;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.model.ApiException;
import stator.operation.Registry;
import stator.protocol.RequestReader;
import stator.protocol.RequestRules;

/**
 * Reads the requests of transcripts and compares what comes out with what stands below each.
 *
 * <p>A line that does not start with a space or {@code #} is an operation and a request body; the
 * lines below it, by two spaces, are the answer: the error, or the request as it was understood and
 * what is wrong with its values. {@code -Dtranscripts=write} writes the answers anew, to be read as
 * a diff.
 */
class RequestTranscriptTest {
    private static final Path FOLDER = Path.of("src/test/resources/stator/operation/shape");

    private final RequestReader reader = new RequestReader(DynamoDbShapes.load());

    @ParameterizedTest
    @ValueSource(strings = {"types", "values", "constraints", "json"})
    void requestsAreUnderstoodAsTheTranscriptSays(String name) throws IOException {
        Path file = FOLDER.resolve(name + ".transcript");
        List<String> expected = Files.readAllLines(file);
        List<String> actual = new ArrayList<>();
        for (String line : expected) {
            if (line.startsWith("  ")) {
                continue;
            }
            actual.add(line);
            if (!line.isEmpty() && !line.startsWith("#")) {
                answer(line).lines().forEach(answer -> actual.add("  " + answer));
            }
        }
        if ("write".equals(System.getProperty("transcripts"))) {
            Files.write(file, actual);
            return;
        }
        assertEquals(String.join("\n", expected), String.join("\n", actual));
    }

    private String answer(String line) {
        int space = line.indexOf(' ');
        String operation = line.substring(0, space);
        byte[] body = unescaped(line.substring(space + 1)).getBytes(StandardCharsets.UTF_8);
        try {
            return reader.read(rules(operation), body).toString();
        } catch (ApiException e) {
            return (e.code() + " " + e.getMessage()).strip();
        }
    }

    private static RequestRules rules(String operation) {
        return Stream.concat(Registry.ofDynamoDb().stream(), Registry.ofStreams().stream())
                .filter(known -> known.name().equals(operation))
                .findFirst()
                .orElseThrow();
    }

    /** {@code <REPEAT n text>} stands for n times the text. */
    private static String unescaped(String body) {
        int at = body.indexOf("<REPEAT ");
        if (at < 0) {
            return body;
        }
        int space = body.indexOf(' ', at + 8);
        int end = body.indexOf('>', space);
        int times = Integer.parseInt(body, at + 8, space, 10);
        return unescaped(
                body.substring(0, at)
                        + body.substring(space + 1, end).repeat(times)
                        + body.substring(end + 1));
    }
}
