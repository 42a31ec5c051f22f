package stator.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a number, what it is called, and how numbers compare. */
final class DecimalNumberTest {
    private static final String TOO_LARGE =
            "Number overflow. Attempting to store a number with magnitude larger than supported range";
    private static final String TOO_SMALL =
            "Number underflow. Attempting to store a number with magnitude smaller than supported range";
    private static final String TOO_PRECISE =
            "Attempting to store more than 38 significant digits in a Number";

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0, 0",
        "-0.0, 0",
        "00, 0",
        "0e125, 0",
        "0.0E-130, 0",
        "5, 5",
        "+5, 5",
        "+1.5, 1.5",
        "+1e2, 100",
        "-5, -5",
        "0005, 5",
        "0042.1200, 42.12",
        "1.0, 1",
        "3.1400, 3.14",
        "100, 100",
        "1E2, 100",
        "1.5E2, 150",
        "1.5e+2, 150",
        "1.5e-2, 0.015",
        "1e0000000005, 100000",
        ".5, 0.5",
        "-.5, -0.5",
        "5., 5",
        "5.e1, 50",
        "123456789012345678, 123456789012345678",
        "1234567890123456789, 1234567890123456789",
        "12345678901234567890123456789012345678, 12345678901234567890123456789012345678",
        "0.00000000000000000000000000000000000001, 0.00000000000000000000000000000000000001",
        "1e-10, 0.0000000001"
    })
    void readsWhatIsANumber(String text, String canonical) {
        assertEquals(canonical, DecimalNumber.canonical(text));
        assertEquals(canonical, DecimalNumber.parse(text).text());
        assertEquals(canonical, DecimalNumber.canonical(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " 5",
                "5 ",
                "1 2",
                "\t5",
                "+",
                "-",
                ".",
                "+.",
                "e5",
                "1e",
                "1e+",
                "+e2",
                "--5",
                "+-5",
                "1.2.3",
                "1..2",
                "1+2",
                "1e2e3",
                "1e2.5",
                "0x10",
                "Infinity",
                "NaN",
                "1_000",
                "1,0",
                "1f",
                "1d",
                "٣",
                "５",
                "abc",
                "null",
                "true"
            })
    void refusesWhatIsNone(String text) {
        assertProblem("The parameter cannot be converted to a numeric value: " + text, text);
    }

    @Test
    void refusesTheEmptyText() {
        assertProblem("The parameter cannot be converted to a numeric value", "");
    }

    @Test
    void holdsItsLimits() {
        String nines = "9".repeat(38);
        assertEquals(nines, DecimalNumber.canonical(nines));
        assertProblem(TOO_PRECISE, "9".repeat(39));
        assertProblem(TOO_PRECISE, "1." + "2".repeat(38));
        assertProblem(TOO_PRECISE, "-1.23456789012345678901234567890123456789");
        assertEquals(nines, DecimalNumber.canonical(nines + ".0000"));

        assertEquals(
                "9".repeat(38) + "0".repeat(88),
                DecimalNumber.canonical("9." + "9".repeat(37) + "E+125"));
        assertEquals("1" + "0".repeat(125), DecimalNumber.canonical("1E125"));
        assertProblem(TOO_LARGE, "1e126");
        assertProblem(TOO_LARGE, "-1e126");
        assertProblem(TOO_LARGE, "1" + "0".repeat(126));
        assertProblem(TOO_LARGE, "10e125");
        assertProblem(TOO_LARGE, "0e126");
        assertProblem(TOO_SMALL, "0e-131");

        assertEquals("0." + "0".repeat(129) + "1", DecimalNumber.canonical("1E-130"));
        assertProblem(TOO_SMALL, "1e-131");
        assertProblem(TOO_SMALL, "-1e-131");
        assertProblem(TOO_SMALL, "0." + "0".repeat(130) + "1");
        assertProblem(TOO_SMALL, "0.1e-130");
        assertEquals("0." + "0".repeat(129) + "1", DecimalNumber.canonical("10e-131"));
        // Size is looked at before precision.
        assertProblem(TOO_LARGE, "9".repeat(39) + "e100");
    }

    @Test
    void readsLongTextsInOnePass() {
        String zeros = "0".repeat(1_000_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    assertEquals("1", DecimalNumber.canonical(zeros + "1"));
                    assertEquals("0", DecimalNumber.canonical(zeros));
                    assertEquals("0", DecimalNumber.canonical("0." + zeros));
                    assertEquals("1", DecimalNumber.canonical("1." + zeros));
                    assertProblem(TOO_LARGE, "1" + zeros);
                    assertProblem(TOO_SMALL, "0." + zeros + "1");
                    assertEquals("1", DecimalNumber.canonical("0." + zeros + "1e1000001"));
                    assertEquals("1", DecimalNumber.canonical("1" + zeros + "e-1000000"));
                    assertProblem(TOO_LARGE, "1e" + "9".repeat(1_000_000));
                    assertProblem(TOO_SMALL, "1e-" + "9".repeat(1_000_000));
                    assertProblem(TOO_PRECISE, "0." + "1".repeat(1_000_000));
                });
    }

    @Test
    void addsAndSubtractsExactly() {
        DecimalNumber large = DecimalNumber.parse("9".repeat(38));
        DecimalNumber one = DecimalNumber.of(1);
        assertEquals("1" + "0".repeat(38), large.plus(one).text());
        assertEquals("0", large.minus(large).text());
        assertEquals("0.3", DecimalNumber.parse("0.1").plus(DecimalNumber.parse("0.2")).text());
        DecimalNumber huge = DecimalNumber.parse("9.9e125");
        assertEquals(
                TOO_LARGE, assertThrows(ApiException.class, () -> huge.plus(huge)).getMessage());
        DecimalNumber tenth = DecimalNumber.parse("0.1");
        assertEquals(
                TOO_LARGE, assertThrows(ApiException.class, () -> large.plus(tenth)).getMessage());
        DecimalNumber small = DecimalNumber.parse("1.1e-130");
        assertEquals(
                TOO_LARGE,
                assertThrows(ApiException.class, () -> small.minus(DecimalNumber.parse("1e-130")))
                        .getMessage());
    }

    @Test
    void comparesLikeBigDecimal() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            String left = number(random);
            String right = random.nextInt(10) == 0 ? left : number(random);
            byte[] leftBytes = left.getBytes(StandardCharsets.US_ASCII);
            byte[] rightBytes = right.getBytes(StandardCharsets.US_ASCII);
            assertEquals(
                    new BigDecimal(left).compareTo(new BigDecimal(right)),
                    Integer.signum(
                            DecimalNumber.compareCanonical(
                                    leftBytes,
                                    0,
                                    leftBytes.length,
                                    rightBytes,
                                    0,
                                    rightBytes.length)),
                    () -> left + " and " + right + ", seed " + seed);
        }
    }

    @Test
    void readsLikeBigDecimal() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            String text = notation(random);
            assertEquals(
                    0,
                    new BigDecimal(text).compareTo(new BigDecimal(DecimalNumber.canonical(text))),
                    () -> text + ", seed " + seed);
        }
    }

    /** A number in some notation, surely within the limits. */
    private static String notation(Random random) {
        StringBuilder text = new StringBuilder();
        text.append(random.nextInt(3) == 0 ? "-" : random.nextInt(8) == 0 ? "+" : "");
        int integerDigits = random.nextInt(12);
        for (int i = 0; i < integerDigits; i++) {
            text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
        }
        if (integerDigits == 0 || random.nextBoolean()) {
            text.append('.');
            for (int i = integerDigits == 0 ? -1 : 0; i < random.nextInt(12); i++) {
                text.append(random.nextInt(3) == 0 ? 0 : random.nextInt(10));
            }
            if (text.charAt(text.length() - 1) == '.' && integerDigits == 0) {
                text.append('0');
            }
        }
        if (random.nextInt(3) == 0) {
            text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(200) - 100);
        }
        return text.toString();
    }

    private static String number(Random random) {
        return DecimalNumber.canonical(notation(random));
    }

    private static void assertProblem(String message, String text) {
        ApiException problem =
                assertThrows(ApiException.class, () -> DecimalNumber.canonical(text));
        assertEquals(ErrorCode.VALIDATION, problem.code());
        assertEquals(message, problem.getMessage());
    }
}
