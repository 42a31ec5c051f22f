package stator.conformance.house;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The arrows that ARCHITECTURE.md draws in one of its blocks, one line for each room or several
 * rooms: {@code commit, walk → catalog, row what they are}. A room without a line has no arrow.
 *
 * @param arrows from each room to those that it may know; {@link #ANY} among them means all
 */
record Drawing(Map<String, Set<String>> arrows) {
    static final String ANY = "everything";

    /** The block that begins with a line that starts so. */
    static Drawing read(String firstLine) throws IOException {
        String page = Files.readString(Source.ROOT.resolve("ARCHITECTURE.md"));
        int start = page.indexOf("\n" + firstLine);
        if (start < 0) {
            throw new AssertionError(
                    "ARCHITECTURE.md has no block that begins with '" + firstLine + "'.");
        }
        String block = page.substring(start + 1, page.indexOf("```", start));
        Map<String, Set<String>> arrows = new LinkedHashMap<>();
        block.lines().filter(line -> line.contains("→")).forEach(line -> draw(line, arrows));
        return new Drawing(arrows);
    }

    private static void draw(String line, Map<String, Set<String>> arrows) {
        String[] sides = line.split("→", 2);
        // What follows two blanks is for people.
        String targets = sides[1].strip().split(" {2,}")[0];
        for (String from : sides[0].split(",")) {
            Set<String> to = arrows.computeIfAbsent(from.strip(), none -> new LinkedHashSet<>());
            for (String target : targets.split(",")) {
                to.add(target.strip().split(" ")[0]);
            }
        }
    }

    /** In which points the rooms' real arrows are not those that are drawn. */
    Set<String> differences(Map<String, Set<String>> real) {
        Set<String> differences = new TreeSet<>();
        new TreeMap<>(real)
                .forEach((from, targets) -> {
                    Set<String> drawn = arrows.getOrDefault(from, Set.of());
                    for (String to : targets) {
                        if (!drawn.contains(to) && !drawn.contains(ANY)) {
                            differences.add(
                                    from
                                            + " → "
                                            + to
                                            + " is not drawn: turn the arrow, or draw it if it"
                                            + " belongs there");
                        }
                    }
                });
        arrows.forEach((from, drawn) -> {
            for (String to : drawn) {
                if (!to.equals(ANY) && !real.getOrDefault(from, Set.of()).contains(to)) {
                    differences.add(from + " → " + to + " is drawn and not there: erase it");
                }
            }
        });
        return differences;
    }
}
