package stator.fuzz;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import stator.model.ApiException;
import stator.model.DecimalNumber;

/** Numbers of 38 digits, two of them between blanks, held against Java's own. */
public final class NumberFuzz {
    private NumberFuzz() {}

    /** Fails if a number is read, compared or added in another way than Java does it. */
    public static void fuzzerTestOneInput(byte[] input) {
        String[] texts = new String(input, StandardCharsets.US_ASCII).split(" ", 2);
        try {
            DecimalNumber one = number(texts[0]);
            DecimalNumber other = texts.length == 2 ? number(texts[1]) : one;
            Checks.require(
                    Integer.signum(one.compareTo(other))
                            == one.toBigDecimal().compareTo(other.toBigDecimal()),
                    "compared wrongly");
            BigDecimal sum = one.toBigDecimal().add(other.toBigDecimal());
            if (sum.signum() == 0 || sum.stripTrailingZeros().precision() <= 38) {
                Checks.require(one.plus(other).toBigDecimal().compareTo(sum) == 0, "added wrongly");
            }
        } catch (ApiException refused) {
            Checks.hasMessage(refused);
        }
    }

    private static DecimalNumber number(String text) {
        DecimalNumber number = DecimalNumber.parse(text);
        Checks.require(
                number.toBigDecimal().compareTo(new BigDecimal(text)) == 0,
                "read wrongly: " + text);
        String canonical = number.text();
        Checks.require(
                DecimalNumber.canonical(canonical).equals(canonical),
                "not canonical: " + canonical);
        return number;
    }
}
