package stator.expression.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.model.AttributeValue;

/**
 * The members of Expected, and which of them go together (cases of dynalite's tests against AWS).
 */
final class LegacyExpectationTest {
    private static final AttributeValue VALUE = AttributeValue.string("x");

    private final LegacyExpectation expectation = new LegacyExpectation("a");

    @Test
    void expectsAValue() {
        assertEquals(
                new LegacyCondition("a", ComparisonOperator.EQ, List.of(VALUE)),
                expectation.withValue(VALUE).condition());
        assertEquals(
                new LegacyCondition("a", ComparisonOperator.EQ, List.of(VALUE)),
                expectation.withValue(VALUE).withExists(true).condition());
    }

    @Test
    void expectsNoAttribute() {
        assertEquals(
                new LegacyCondition("a", ComparisonOperator.NULL, List.of()),
                expectation.withExists(false).condition());
    }

    @Test
    void comparesWithValueOrList() {
        assertEquals(
                new LegacyCondition("a", ComparisonOperator.LT, List.of(VALUE)),
                expectation.withOperator(ComparisonOperator.LT).withValue(VALUE).condition());
        assertEquals(
                new LegacyCondition("a", ComparisonOperator.IN, List.of(VALUE, VALUE)),
                expectation
                        .withOperator(ComparisonOperator.IN)
                        .withOperands(List.of(VALUE, VALUE))
                        .condition());
        assertEquals(
                new LegacyCondition("a", ComparisonOperator.NOT_NULL, List.of()),
                expectation.withOperator(ComparisonOperator.NOT_NULL).condition());
    }

    @Test
    void refusesMembersThatDoNotGoTogether() {
        assertProblem("Value must be provided when Exists is null for Attribute: a", expectation);
        assertProblem(
                "Value must be provided when Exists is true for Attribute: a",
                expectation.withExists(true));
        assertProblem(
                "Value cannot be used when Exists is false for Attribute: a",
                expectation.withExists(false).withValue(VALUE));
        assertProblem(
                "Value and AttributeValueList cannot be used together for Attribute: a",
                expectation.withValue(VALUE).withOperands(List.of(VALUE)));
        assertProblem(
                "Exists and ComparisonOperator cannot be used together for Attribute: a",
                expectation.withExists(true).withOperator(ComparisonOperator.EQ));
        assertProblem(
                "Value or AttributeValueList must be used with ComparisonOperator: EQ for"
                        + " Attribute: a",
                expectation.withOperator(ComparisonOperator.EQ));
        assertProblem(
                "AttributeValueList can only be used with a ComparisonOperator for Attribute: a",
                expectation.withOperands(List.of(VALUE)));
        assertProblem(
                "Invalid number of argument(s) for the NULL ComparisonOperator",
                expectation.withOperator(ComparisonOperator.NULL).withValue(VALUE));
    }

    private static void assertProblem(String message, LegacyExpectation expectation) {
        InvalidExpressionException problem =
                assertThrows(InvalidExpressionException.class, expectation::condition);
        assertEquals("One or more parameter values were invalid: " + message, problem.getMessage());
        assertEquals(ExpressionError.LEGACY, problem.family());
    }
}
