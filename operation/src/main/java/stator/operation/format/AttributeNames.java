package stator.operation.format;

import java.nio.charset.StandardCharsets;

/** The rule for the names of attributes in files that have no types of the API. */
final class AttributeNames {
    private static final int BYTES_MAX = 65_535;

    private AttributeNames() {}

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException if no attribute can be called so
     */
    static void require(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Empty attribute name");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "Attribute name is too large, must be less than 65536 bytes");
        }
    }
}
