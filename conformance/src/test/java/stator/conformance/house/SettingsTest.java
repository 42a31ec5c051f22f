package stator.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Settings of tables are made where they are used, and share one space of names: the page of file
 * formats lists them all, so that nobody takes a name a second time.
 */
class SettingsTest {
    private static final Pattern MADE =
            Pattern.compile("TableSetting(?:<>|\\.(?:text|flag|map))\\(\\s*\"(\\w+)\"");

    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| (`\\w+`(?:, `\\w+`)*) \\| .* \\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void allSettingsOfTablesAreOnThePage() throws IOException {
        TreeSet<String> made = new TreeSet<>();
        for (Source source : Source.all()) {
            for (MatchResult setting : MADE.matcher(source.text()).results().toList()) {
                assertTrue(made.add(setting.group(1)), "Made twice: " + setting.group(1));
            }
        }
        assertEquals(documented(), made);
    }

    /** Those of the table under the one that ends with them, and the one that is older. */
    private static TreeSet<String> documented() throws IOException {
        String page = Files.readString(Source.ROOT.resolve("docs/file-format.md"));
        int start = page.indexOf("| setting | kept by | meaning |");
        String table = page.substring(start, page.indexOf("\n\n", start));
        TreeSet<String> names = new TreeSet<>();
        for (MatchResult row : ROW.matcher(table).results().toList()) {
            NAME.matcher(row.group(1)).results().forEach(name -> names.add(name.group(1)));
        }
        names.add("TimeToLive");
        return names;
    }
}
