package stator.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import stator.expression.error.ExpressionError;
import stator.expression.error.InvalidExpressionException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;

/** Texts made to hurt: they get AWS's answer, on a small stack and in little time. */
final class HostileInputTest {
    private static final String TOO_LONG =
            "Invalid FilterExpression: Expression size has exceeded the maximum allowed size;";

    /** Half of what a thread has by default. */
    private static final long STACK_BYTES = 512 * 1024;

    @Test
    void refusesTextsThatAreTooLong() {
        InvalidExpressionException problem = problem(() -> filter("(".repeat(200_000)));
        assertEquals(TOO_LONG, problem.getMessage());
        assertEquals(ExpressionError.SIZE, problem.family());
        assertEquals(200_000, problem.expressionBytes().orElseThrow());
    }

    @Test
    void holdsTheSizeLimitToTheByte() {
        String text = "attribute_exists(" + "a".repeat(4096 - 18) + ")";
        assertEquals(4096, text.length());
        filter(text);
        assertEquals(TOO_LONG, problem(() -> filter(text + " ")).getMessage());
        // Counted in bytes, whatever they are.
        assertEquals(TOO_LONG, problem(() -> filter("ä".repeat(2049))).getMessage());
        assertEquals(
                "Invalid FilterExpression: Syntax error; token: \"ä\", near: \"ää\"",
                problem(() -> filter("ä".repeat(2048))).getMessage());
    }

    @Test
    void survivesParentheses() {
        assertEquals(
                "Invalid FilterExpression: Syntax error; token: \"<EOF>\", near: \"(\"",
                problem(() -> filter("(".repeat(4096))).getMessage());
        assertEquals(
                "Invalid FilterExpression: The expression has redundant parentheses;",
                problem(() -> filter("(".repeat(2000) + "a=b" + ")".repeat(2000))).getMessage());
        assertEquals(
                "Invalid FilterExpression: The expression has redundant parentheses;",
                problem(() -> filter("a = " + "(".repeat(2000) + "b" + ")".repeat(2000)))
                        .getMessage());
        assertEquals(
                "Invalid FilterExpression: Syntax error; token: \")\", near: \"))\"",
                problem(() -> filter(")".repeat(4096))).getMessage());
        assertEquals(
                "Invalid UpdateExpression: The expression has redundant parentheses;",
                problem(() -> update("SET a = " + "(".repeat(2000) + "b" + ")".repeat(2000)))
                        .getMessage());
    }

    @Test
    void survivesNestedConditions() {
        // Deep, but not redundant: each parenthesis holds a comparison and the next one.
        String open = "a<b and (".repeat(149);
        String text = open + "a<b" + ")".repeat(149);
        assertFalse(filter(text).test(Item.EMPTY));
        String tooMany = "a<b and (".repeat(300) + "a<b" + ")".repeat(300);
        assertEquals(
                "Invalid FilterExpression: The expression contains too many operators; operator"
                        + " count: 301",
                problem(() -> filter(tooMany)).getMessage());
    }

    @Test
    void survivesManyNots() {
        assertFalse(filter("NOT ".repeat(298) + "a<b").test(Item.EMPTY));
        assertEquals(
                "Invalid FilterExpression: The expression contains too many operators; operator"
                        + " count: 301",
                problem(() -> filter("NOT ".repeat(1000) + "a<b")).getMessage());
    }

    @Test
    void survivesNestedFunctions() {
        assertEquals(
                "Invalid FilterExpression: The expression contains too many operators; operator"
                        + " count: 301",
                problem(() -> filter("size(".repeat(600) + "a" + ")".repeat(600))).getMessage());
        String nested = "if_not_exists(a,".repeat(200) + "b" + ")".repeat(200);
        Item item = Item.of("b", AttributeValue.number(1));
        assertEquals(AttributeValue.number(1), update("SET c=" + nested).apply(item).get("c"));
    }

    @Test
    void countsOperatorsAndOperands() {
        // 150 comparisons and 149 ANDs; 151 and 150 are too many.
        filter(joined("a<b", " and ", 150));
        assertEquals(
                ExpressionError.LIMIT, problem(() -> filter(joined("a<b", " and ", 151))).family());
        filter(joined("attribute_exists(a)", " or ", 150));
        Map<String, AttributeValue> values = new LinkedHashMap<>();
        for (int i = 0; i <= 100; i++) {
            values.put(":" + i, AttributeValue.number(i));
        }
        String hundred = placeholders(100);
        assertTrue(
                filter("a IN (" + hundred + ")", values)
                        .test(Item.of("a", AttributeValue.number(99))));
        assertEquals(
                "Invalid FilterExpression: The IN operator is provided with too many operands;"
                        + " number of operands: 101",
                problem(() -> filter("a IN (" + placeholders(101) + ")", values)).getMessage());
        // An IN is one operator, whatever its operands.
        filter(joined("a IN (" + hundred + ")", " or ", 6), values);
    }

    @Test
    void takesNoQuadraticTime() {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (int i = 0; i < 200; i++) {
                        String names =
                                IntStream.range(0, 800)
                                        .mapToObj(n -> "a" + n)
                                        .collect(Collectors.joining(","));
                        context(Map.of()).projection(names);
                        update("REMOVE " + names);
                        String nested =
                                IntStream.range(0, 500)
                                        .mapToObj(n -> "a." + "b" + n)
                                        .collect(Collectors.joining(","));
                        context(Map.of()).projection(nested);
                        problem(() -> context(Map.of()).projection(nested + ",a"));
                        problem(() -> filter("a".repeat(4000) + " ".repeat(90) + "!"));
                    }
                });
    }

    @Test
    void survivesSetsWhoseHashesCollide() {
        // "Aa" and "BB" have the same hash, and so have all texts of them.
        List<AttributeValue> elements =
                IntStream.range(0, 1 << 15)
                        .mapToObj(HostileInputTest::colliding)
                        .map(AttributeValue::string)
                        .toList();
        AttributeValue set = AttributeValue.set(AttributeType.SS, elements);
        AttributeValue reversed = AttributeValue.set(AttributeType.SS, elements.reversed());
        Item item = Item.of("a", set);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> {
                    assertEquals(set, reversed);
                    assertEquals(set.hashCode(), reversed.hashCode());
                    ExpressionContext context = context(Map.of(":v", reversed));
                    assertTrue(context.filter("a = :v").test(item));
                    assertEquals(item, context.update("ADD a :v").apply(item));
                    assertEquals(Item.EMPTY, context.update("DELETE a :v").apply(item));
                });
    }

    private static String colliding(int bits) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 15; i++) {
            text.append((bits >> i & 1) == 0 ? "Aa" : "BB");
        }
        return text.toString();
    }

    private static String joined(String term, String joint, int count) {
        return String.join(joint, Collections.nCopies(count, term));
    }

    private static String placeholders(int count) {
        return IntStream.range(0, count).mapToObj(i -> ":" + i).collect(Collectors.joining(","));
    }

    private static Condition filter(String text) {
        return filter(text, Map.of());
    }

    private static Condition filter(String text, Map<String, AttributeValue> values) {
        return onSmallStack(() -> context(values).filter(text));
    }

    private static UpdateExpression update(String text) {
        return onSmallStack(() -> context(Map.of()).update(text));
    }

    private static ExpressionContext context(Map<String, AttributeValue> values) {
        return new ExpressionContext(
                new ExpressionCache(10), null, values.isEmpty() ? null : Item.of(values));
    }

    private static InvalidExpressionException problem(Supplier<?> action) {
        return assertThrows(InvalidExpressionException.class, action::get);
    }

    private static <T> T onSmallStack(Supplier<T> action) {
        Object[] outcome = new Object[1];
        Thread thread =
                new Thread(
                        null,
                        () -> {
                            try {
                                outcome[0] = action.get();
                            } catch (Throwable e) {
                                outcome[0] = e;
                            }
                        },
                        "small stack",
                        STACK_BYTES);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (outcome[0] instanceof RuntimeException e) {
            throw e;
        }
        if (outcome[0] instanceof Error e) {
            throw e;
        }
        @SuppressWarnings("unchecked")
        T result = (T) outcome[0];
        return result;
    }
}
