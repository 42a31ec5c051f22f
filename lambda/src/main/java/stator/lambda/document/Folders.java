package stator.lambda.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of files that are in nobody's way when they cannot be deleted. */
public final class Folders {
    private Folders() {}

    /** Deletes a file or a folder with all that is in it, as far as that can be done. */
    public static void deleteAll(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        } catch (IOException | UncheckedIOException e) {
            // Its name is not that of anything that is looked for.
        }
    }
}
