package stator.conformance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file of the product, read as text.
 *
 * @param module the folder of its Maven module
 * @param packageName its package
 * @param name its top-level class
 * @param text all of it
 */
record Source(String module, String packageName, String name, String text) {
    static final Path ROOT = Path.of("..");

    private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([\\w.]+);");
    private static final Pattern IMPORT =
            Pattern.compile("(?m)^import (?:static )?(stator(?:\\.[a-z]\\w*)*)\\.([A-Z]\\w*)");
    private static final Pattern NO_CODE =
            Pattern.compile(
                    "(?s)/\\*.*?\\*/|//[^\\n]*|\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"");

    /** All of them, in the order of their paths. */
    static List<Source> all() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(module -> Files.isDirectory(module.resolve("src/main/java")))
                    .sorted()
                    .flatMap(Source::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Source> of(Path module) {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .sorted()
                    .map(file -> read(module.getFileName().toString(), file))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source read(String module, Path file) {
        try {
            String text = Files.readString(file);
            Matcher declared = PACKAGE.matcher(text);
            if (!declared.find()) {
                throw new IllegalStateException("no package: " + file);
            }
            String name = file.getFileName().toString().replace(".java", "");
            return new Source(module, declared.group(1), name, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The packages that it imports from, its own apart. */
    Set<String> importedPackages() {
        Set<String> packages = new LinkedHashSet<>();
        Matcher imports = IMPORT.matcher(text);
        while (imports.find()) {
            packages.add(imports.group(1));
        }
        packages.remove(packageName);
        return packages;
    }

    /** How many classes it imports. */
    long importedClasses() {
        return IMPORT.matcher(text).results().map(found -> found.group(2)).distinct().count();
    }

    /** The text without comments and without texts in quotes. */
    String code() {
        return NO_CODE.matcher(text).replaceAll(" ");
    }

    int lines() {
        return (int) text.lines().count();
    }
}
