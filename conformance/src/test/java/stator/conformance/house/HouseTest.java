package stator.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The house is as ARCHITECTURE.md draws it, and no room outgrows its measure. What is larger today
 * stands here with its size: it may shrink, and then the number here has to; it may not grow.
 */
class HouseTest {
    private static final int PACKAGE_CLASSES_MAX = 25;
    private static final int FILE_LINES_MAX = 400;
    private static final int CIRCLE_CLASSES_MAX = 3;
    private static final int FEATURE_FILES_MAX = 5;
    private static final int CHECKS_PER_THOUSAND_LINES_MIN = 8;

    /** Packages that are still one room. */
    private static final Map<String, Integer> LARGE_PACKAGES = Map.of();

    /** Files in which a noun still hides. */
    private static final Map<String, Integer> LONG_FILES = Map.of();

    private static final Pattern CHECK =
            Pattern.compile(
                    "\\bassert |new Illegal(?:Argument|State)Exception|\\brequireNonNull\\(");

    private static final List<Source> SOURCES = Source.all();

    @Test
    void modulesKnowEachOtherAsDrawn() throws IOException {
        Map<String, String> moduleOf = new TreeMap<>();
        SOURCES.forEach(source -> moduleOf.put(source.packageName(), source.module()));
        Map<String, Set<String>> real = new TreeMap<>();
        for (Source source : SOURCES) {
            Set<String> targets = real.computeIfAbsent(source.module(), none -> new TreeSet<>());
            source.importedPackages().forEach(imported -> targets.add(moduleOf.get(imported)));
            targets.remove(source.module());
        }
        assertEquals(Set.of(), Drawing.read("server → ").differences(real));
    }

    @ParameterizedTest
    @CsvSource({
        "operation, stator.operation, (root) → everything",
        "database, stator.database, (root) → access",
        "lambda, stator.lambda, (root) → api"
    })
    void packagesKnowEachOtherAsDrawn(String module, String base, String firstLine)
            throws IOException {
        Map<String, Set<String>> real = new TreeMap<>();
        for (Source source : of(module)) {
            Set<String> targets =
                    real.computeIfAbsent(room(source.packageName(), base), none -> new TreeSet<>());
            source.importedPackages().stream()
                    .filter(imported -> imported.equals(base) || imported.startsWith(base + "."))
                    .forEach(imported -> targets.add(room(imported, base)));
        }
        assertEquals(Set.of(), Drawing.read(firstLine).differences(real));
    }

    private static String room(String packageName, String base) {
        return packageName.equals(base) ? "(root)" : packageName.substring(base.length() + 1);
    }

    private static List<Source> of(String module) {
        return SOURCES.stream().filter(source -> source.module().equals(module)).toList();
    }

    @Test
    void noPackageOutgrowsALook() {
        Map<String, Integer> classes = new TreeMap<>();
        SOURCES.forEach(source -> classes.merge(source.packageName(), 1, Integer::sum));
        List<String> found = new ArrayList<>();
        classes.forEach((name, count) -> {
            int most = LARGE_PACKAGES.getOrDefault(name, PACKAGE_CLASSES_MAX);
            if (count > most) {
                found.add(name + " has " + count + " classes, over " + most + ": split it");
            }
            if (LARGE_PACKAGES.containsKey(name) && count < most) {
                found.add(name + " has shrunk to " + count + ": say so in LARGE_PACKAGES");
            }
        });
        assertEquals(List.of(), found);
    }

    @Test
    void noFileOutgrowsAReader() {
        List<String> found = new ArrayList<>();
        for (Source source : SOURCES) {
            int most = LONG_FILES.getOrDefault(source.name(), FILE_LINES_MAX);
            if (source.lines() > most) {
                found.add(
                        source.name()
                                + " has "
                                + source.lines()
                                + " lines, over "
                                + most
                                + ": take out the noun that hides in it");
            }
            if (LONG_FILES.containsKey(source.name()) && source.lines() <= FILE_LINES_MAX) {
                found.add(source.name() + " has shrunk: take it out of LONG_FILES");
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void classesOfTheDatabaseDoNotGoInCircles() {
        assertEquals(
                List.of(),
                new Circles(of("database")).longerThan(CIRCLE_CLASSES_MAX),
                "Each of these classes needs each of the others: turn an arrow.");
    }

    @Test
    void theDatabaseIsWiring() {
        Source database =
                of("database").stream()
                        .filter(source -> source.name().equals("Database"))
                        .findFirst()
                        .orElseThrow();
        long most = 30;
        assertTrue(
                database.importedClasses() <= most,
                () ->
                        "Database imports "
                                + database.importedClasses()
                                + " classes, over "
                                + most
                                + ": let a door wire its own parts");
    }

    /** Time to live is the feature with the most to it: a setting, an index, a chore, a cause. */
    @Test
    void aFeatureOfTablesTouchesFewCentralFiles() {
        Pattern named = Pattern.compile("(?i)time_?to_?live|expir");
        Set<String> touched = new TreeSet<>();
        of("database").stream()
                .filter(source -> !source.packageName().equals("stator.database.expiry"))
                .filter(source -> !source.name().equals("TimeToLive"))
                .filter(source -> named.matcher(source.code()).find())
                .forEach(source -> touched.add(source.name()));
        assertTrue(
                touched.size() <= FEATURE_FILES_MAX,
                () -> "Time to live is named in " + touched + ": ask the feature instead");
    }

    @ParameterizedTest
    @ValueSource(strings = {"storage", "storage-rocksdb", "database"})
    void invariantsAreChecked(String module) {
        long lines = of(module).stream().mapToLong(Source::lines).sum();
        long checks =
                of(module).stream()
                        .mapToLong(source -> CHECK.matcher(source.code()).results().count())
                        .sum();
        assertTrue(
                checks * 1_000 >= CHECKS_PER_THOUSAND_LINES_MIN * lines,
                () ->
                        module
                                + " has "
                                + checks
                                + " checks in "
                                + lines
                                + " lines, under "
                                + CHECKS_PER_THOUSAND_LINES_MIN
                                + " per 1,000: assert what the comments of its classes promise");
    }
}
