package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BodyGlanceTest {
    @Test
    void usualRequestsAreBrief() {
        requireLong(false, "{\"TableName\":\"T\",\"Key\":{\"p\":{\"S\":\"a\"}}}");
        requireLong(false, "{\"UpdateExpression\":\"SET a=:a, b=if_not_exists(b,:b)\"}");
        requireLong(false, "{\"ConditionExpression\":\"attribute_not_exists(p)\"}");
        requireLong(false, "{\"Item\":{\"html\":{\"S\":\"" + "<a>(=)".repeat(100) + "\"}}}");
        requireLong(false, "");
    }

    @Test
    void manyFunctionsOrComparisonsMayTakeLong() {
        requireLong(true, "{\"ConditionExpression\":\"" + "contains(a,:b) OR ".repeat(6) + "\"}");
        requireLong(true, "{\"ConditionExpression\":\"" + "a=b OR ".repeat(31) + "\"}");
        requireLong(true, "{\"UpdateExpression\":\"SET " + "a[1].b=:b,".repeat(20) + "\"}");
    }

    @Test
    void whatIsHiddenByEscapesMayTakeLong() {
        requireLong(true, "{\"Condition\\u0045xpression\":\"a\"}");
        requireLong(false, "{\"a\":\"\\n\\\\\"}");
    }

    private static void requireLong(boolean expected, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertEquals(expected, BodyGlance.mayAskForLongWork(bytes), body);
    }
}
