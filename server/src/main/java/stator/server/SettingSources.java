package stator.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Where options come from that are not on the command line: {@code STATOR_…} in the environment,
 * then LocalStack's variables, then a properties file.
 */
final class SettingSources implements IDefaultValueProvider {
    private static final String PREFIX = "STATOR_";
    private static final String FILE_OPTION = "--config";

    private static final Map<String, String> LOCALSTACK_VARIABLES =
            Map.of(
                    "--in-memory", "DYNAMODB_IN_MEMORY",
                    "--shared-db", "DYNAMODB_SHARE_DB",
                    "--delay-transient-statuses", "DYNAMODB_DELAY_TRANSIENT_STATUSES",
                    "--cors-origin", "DYNAMODB_CORS",
                    "--ttl-delay", "DYNAMODB_REMOVE_EXPIRED_ITEMS");

    /** The value of {@code --ttl-delay} by which nothing happens unasked. */
    static final String NEVER = "never";

    private final Map<String, String> environment;
    private final Properties file;

    private SettingSources(Map<String, String> environment, Properties file) {
        this.environment = environment;
        this.file = file;
    }

    static SettingSources of(
            CommandLine line, String[] arguments, Map<String, String> environment) {
        String path = environment.get(variable(FILE_OPTION));
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals(FILE_OPTION) && i + 1 < arguments.length) {
                path = arguments[i + 1];
            } else if (arguments[i].startsWith(FILE_OPTION + "=")) {
                path = arguments[i].substring(FILE_OPTION.length() + 1);
            }
        }
        Properties file = path == null ? new Properties() : read(line, Path.of(path));
        return new SettingSources(environment, file);
    }

    private static Properties read(CommandLine line, Path path) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ParameterException(
                    line, "The file of --config cannot be read: " + path + " (" + e + ").");
        }
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            boolean known = line.getCommandSpec().optionsMap().containsKey("--" + name);
            if (!known || name.equals("config")) {
                throw new ParameterException(
                        line,
                        "There is no option '"
                                + name
                                + "' (in "
                                + path
                                + "). The names are those of --help without the dashes.");
            }
        }
        return properties;
    }

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || !option.names()[0].startsWith("--")) {
            return null;
        }
        String name = option.names()[0];
        String value = environment.get(variable(name));
        if (value == null && LOCALSTACK_VARIABLES.containsKey(name)) {
            value = fromLocalStack(name, environment.get(LOCALSTACK_VARIABLES.get(name)));
        }
        if (value == null) {
            value = file.getProperty(name.substring(2));
        }
        if (value == null || value.isBlank()) {
            return null;
        }
        return option.arity().max() == 0 ? truth(value.strip()) : value.strip();
    }

    /** LocalStack asks whether expired items are removed unasked, not when. */
    private static String fromLocalStack(String name, String value) {
        if (value == null || !name.equals("--ttl-delay")) {
            return value;
        }
        return switch (truth(value.strip())) {
            case "true" -> "0";
            case "false", "" -> NEVER;
            default -> value;
        };
    }

    /** LocalStack writes 1 and 0 for true and false. */
    private static String truth(String value) {
        return switch (value) {
            case "1" -> "true";
            case "0" -> "false";
            default -> value;
        };
    }

    private static String variable(String option) {
        return PREFIX + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
