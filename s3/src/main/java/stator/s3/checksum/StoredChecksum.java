package stator.s3.checksum;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The checksum that is kept with an object or a part.
 *
 * @param value in Base64, with a minus and the number of parts after a composite one
 * @param type FULL_OBJECT or COMPOSITE
 */
public record StoredChecksum(ChecksumAlgorithm algorithm, String value, String type) {
    public static final String FULL_OBJECT = "FULL_OBJECT";
    public static final String COMPOSITE = "COMPOSITE";

    private static final String ALGORITHM = "checksum-algorithm";
    private static final String VALUE = "checksum-value";
    private static final String TYPE = "checksum-type";

    /** That of all bytes. */
    public static StoredChecksum of(ChecksumAlgorithm algorithm, byte[] value) {
        return new StoredChecksum(
                algorithm, Base64.getEncoder().encodeToString(value), FULL_OBJECT);
    }

    /** The one among an object's attributes, if it has one. */
    public static Optional<StoredChecksum> in(Map<String, String> attributes) {
        return ChecksumAlgorithm.of(attributes.getOrDefault(ALGORITHM, ""))
                .map(algorithm ->
                        new StoredChecksum(algorithm, attributes.get(VALUE), attributes.get(TYPE)));
    }

    /** Writes it among an object's attributes. */
    public void addTo(Map<String, String> attributes) {
        attributes.put(ALGORITHM, algorithm.name());
        attributes.put(VALUE, value);
        attributes.put(TYPE, type);
    }

    /** The bytes of one that is not composite. */
    public byte[] bytes() {
        return Base64.getDecoder().decode(value);
    }
}
