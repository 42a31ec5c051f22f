package stator.database.row;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import stator.fuzz.Checks;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.KeySchema.KeyAttribute;

/** Keys as ordered bytes: two values, of the type that the first byte says, split at the middle. */
public final class KeyFuzz {
    private static final List<AttributeType> TYPES =
            List.of(AttributeType.S, AttributeType.N, AttributeType.B);

    private KeyFuzz() {}

    /** Fails if bytes have another order than the values they stand for. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length < 3) {
            return;
        }
        AttributeType type = TYPES.get((input[0] & 0xff) % TYPES.size());
        int middle = (input.length + 1) / 2;
        try {
            AttributeValue left = value(type, Arrays.copyOfRange(input, 1, middle));
            AttributeValue right = value(type, Arrays.copyOfRange(input, middle, input.length));
            List<KeyAttribute> schema = List.of(new KeyAttribute("k", type));
            int order =
                    Arrays.compareUnsigned(
                            KeyBytes.of(schema, List.of(left)),
                            KeyBytes.of(schema, List.of(right)));
            Checks.require(
                    Integer.signum(order) == Integer.signum(compare(type, left, right)),
                    left + " and " + right + " have another order as bytes");
        } catch (ApiException refused) {
            Checks.hasMessage(refused);
        }
    }

    private static int compare(AttributeType type, AttributeValue left, AttributeValue right) {
        return switch (type) {
            case N -> DecimalNumber.compareCanonical(left.text(), right.text());
            case B -> Arrays.compareUnsigned(left.binary(), right.binary());
            default ->
                    Arrays.compareUnsigned(
                            left.text().getBytes(StandardCharsets.UTF_8),
                            right.text().getBytes(StandardCharsets.UTF_8));
        };
    }

    private static AttributeValue value(AttributeType type, byte[] bytes) {
        return switch (type) {
            case N ->
                    AttributeValue.number(
                            DecimalNumber.parse(new String(bytes, StandardCharsets.US_ASCII)));
            case B -> AttributeValue.binary(bytes);
            default -> AttributeValue.string(new String(bytes, StandardCharsets.UTF_8));
        };
    }
}
