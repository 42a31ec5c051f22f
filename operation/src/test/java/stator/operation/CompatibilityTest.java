package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import stator.operation.shape.DynamoDbShapes;

/** docs/compatibility.md says what is true of the operations that exist. */
class CompatibilityTest {
    private static final Path PAGE = Path.of("..", "docs", "compatibility.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z][A-Za-z]+) \\|.*$");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

    @Test
    void namesTheOperationsThatAreAnswered() throws IOException {
        assertEquals(registered(), answered());
    }

    /** 62 operations of DynamoDB and 4 of its streams, as in the newest SDKs. */
    @Test
    void everyOperationOfTheModelIsAnswered() {
        assertEquals(new TreeSet<>(DynamoDbShapes.load().operations()), registered());
        assertEquals(62, Registry.ofDynamoDb().size());
        assertEquals(4, Registry.ofStreams().size());
    }

    @Test
    void everyRowOfAnAnsweredOperationLeadsToATest() throws IOException {
        Matcher rows = ROW.matcher(section("Answered"));
        List<String> untested = new ArrayList<>();
        while (rows.find()) {
            if (!LINK.matcher(rows.group()).find() && !rows.group(1).equals("Operation")) {
                untested.add(rows.group());
            }
        }
        assertEquals(List.of(), untested);
    }

    @Test
    void everyLinkLeadsToAFile() throws IOException {
        Matcher links = LINK.matcher(Files.readString(PAGE));
        while (links.find()) {
            Path file = PAGE.resolveSibling(links.group(1).replaceFirst("#.*", ""));
            assertTrue(Files.isRegularFile(file), links.group(1));
        }
    }

    private static Set<String> registered() {
        Set<String> names = new TreeSet<>();
        Registry.ofDynamoDb().forEach(operation -> names.add(operation.name()));
        Registry.ofStreams().forEach(operation -> names.add(operation.name()));
        return names;
    }

    private static Set<String> answered() throws IOException {
        Set<String> names = new TreeSet<>();
        Matcher rows = ROW.matcher(section("Answered"));
        while (rows.find()) {
            names.add(rows.group(1));
        }
        names.remove("Operation");
        return names;
    }

    private static String section(String title) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf("## " + title + "\n");
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }
}
