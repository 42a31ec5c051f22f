package stator.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a named profile in the files that AWS's clients share: {@code ~/.aws/credentials}
 * and {@code ~/.aws/config}, of which the first wins. Settings within settings are not read.
 *
 * @param exists whether one of the files has the profile
 */
public record Profile(String name, Map<String, String> settings, boolean exists) {
    /** The profile of who names none. */
    public static final String DEFAULT = "default";

    public Profile {
        settings = Map.copyOf(settings);
    }

    /**
     * Reads the profile.
     *
     * @param environment says with AWS's variables where else the files are
     * @throws IOException if there is a file that cannot be read
     */
    public static Profile read(String name, Map<String, String> environment) throws IOException {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        Map<String, String> settings = new HashMap<>();
        boolean configured =
                readFile(
                        file(environment, "AWS_CONFIG_FILE", home.resolve(".aws/config")),
                        name.equals(DEFAULT) ? List.of(name) : List.of("profile " + name),
                        settings);
        boolean known =
                readFile(
                        file(
                                environment,
                                "AWS_SHARED_CREDENTIALS_FILE",
                                home.resolve(".aws/credentials")),
                        List.of(name),
                        settings);
        return new Profile(name, settings, configured || known);
    }

    private static Path file(Map<String, String> environment, String variable, Path other) {
        String path = environment.get(variable);
        return path == null || path.isBlank() ? other : Path.of(path);
    }

    /** Adds the settings of one section, and returns whether there is one. */
    private static boolean readFile(Path file, List<String> sections, Map<String, String> settings)
            throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        boolean found = false;
        boolean inside = false;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            String text = line.strip();
            boolean isNested = !text.isEmpty() && Character.isWhitespace(line.charAt(0));
            if (text.isEmpty() || isNested || text.startsWith("#") || text.startsWith(";")) {
                continue;
            }
            if (text.startsWith("[") && text.indexOf(']') > 0) {
                String section = text.substring(1, text.indexOf(']')).strip();
                inside = sections.contains(section.replaceAll("\\s+", " "));
                found |= inside;
            } else if (inside && text.indexOf('=') > 0) {
                int equals = text.indexOf('=');
                settings.put(text.substring(0, equals).strip(), text.substring(equals + 1).strip());
            }
        }
        return found;
    }

    /** A setting that is there and not empty. */
    public Optional<String> find(String setting) {
        return Optional.ofNullable(settings.get(setting)).filter(value -> !value.isBlank());
    }
}
