package stator.lambda.runtime;

import java.util.Arrays;
import java.util.Optional;

/**
 * An identifier of a runtime, such as {@code python3.12}.
 *
 * @param version what follows the family's name, such as {@code 3.12}; may be empty
 */
public record RuntimeName(Family family, String version) {
    /** Languages that this machine can run if it has an interpreter for them. */
    public enum Family {
        PYTHON("python"),
        NODEJS("nodejs"),
        JAVA("java"),
        RUBY("ruby"),
        PROVIDED("provided");

        private final String prefix;

        Family(String prefix) {
            this.prefix = prefix;
        }
    }

    /** Reads an identifier; empty if it is of no family that can be run here. */
    public static Optional<RuntimeName> parse(String identifier) {
        return Arrays.stream(Family.values())
                .filter(family -> identifier.startsWith(family.prefix))
                .map(family ->
                        new RuntimeName(family, identifier.substring(family.prefix.length())))
                .findFirst();
    }

    /** The identifier as AWS writes it. */
    public String identifier() {
        return family.prefix + version;
    }

    /** The number before the first dot, such as 20; empty if there is none. */
    String major() {
        int dot = version.indexOf('.');
        return dot < 0 ? version : version.substring(0, dot);
    }
}
