package stator.logs.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterPatternTest {
    /** From the examples of the user guide, and around them. */
    @ParameterizedTest
    @CsvSource(
            delimiterString = " ~ ",
            quoteCharacter = '`',
            value = {
                "`` ~ anything ~ true",
                "ERROR ~ [ERROR 400] BAD REQUEST ~ true",
                "ERROR ~ [error 400] BAD REQUEST ~ false",
                "ERROR ARGUMENTS ~ [ERROR 419] MISSING ARGUMENTS ~ true",
                "ERROR ARGUMENTS ~ [ERROR 400] BAD REQUEST ~ false",
                "?ERROR ?ARGUMENTS ~ [WARN] ARGUMENTS ~ true",
                "?ERROR ?ARGUMENTS ~ [WARN] nothing ~ false",
                "?ERROR WARN ~ [WARN] nothing ~ true",
                "?ERROR WARN ~ [ERROR] nothing ~ false",
                "\"INTERNAL SERVER ERROR\" ~ [ERROR 500] INTERNAL SERVER ERROR ~ true",
                "\"INTERNAL SERVER ERROR\" ~ [ERROR 500] INTERNAL ERROR ~ false",
                "\"a \\\"b\\\"\" ~ say a \"b\" ~ true",
                "ERROR -ARGUMENTS ~ [ERROR 400] BAD REQUEST ~ true",
                "ERROR -ARGUMENTS ~ [ERROR 419] MISSING ARGUMENTS ~ false",
                "-\"MISSING ARG\" ~ [ERROR 419] MISSING ARGUMENTS ~ false",
                "%AUTHORIZED% ~ UNAUTHORIZED ~ true",
                "%^\\d{3}% ~ 404 x ~ true",
                "%^\\d{3}% ~ x 404 ~ false",
                "%x{2,3}$% ~ axxxx ~ true",
                "%^x{2,3}$% ~ xxxx ~ false",
                "%^x{2,}$% ~ xxxx ~ true",
                "%colou?r% ~ the color ~ true",
                "%gray|grey% ~ a grey sky ~ true",
                "%[^a-f]z% ~ az ~ false",
                "%[^a-f]z% ~ éz ~ true",
                "%10\\.10\\.0\\.1% ~ 10x10.0.1 ~ false",
                "%\\x41+b% ~ AAAb ~ true",
                "%a.*b.*c% ~ a--b--c ~ true",
                "%a.*b.*c% ~ a--c--b ~ false",
                "{ $.a = 1 } ~ {\"a\":1.0} ~ true",
                "{ $.a = 1 } ~ {\"a\":2} ~ false",
                "{ $.a = 1 } ~ a=1 ~ false",
                "{ $.a = 1 } ~ {\"a\":1 ~ false",
                "{ $.a.b = x* } ~ {\"a\":{\"b\":\"xyz\"}} ~ true",
                "{ $.a.b = *y* } ~ {\"a\":{\"b\":\"xyz\"}} ~ true",
                "{ $.a.b = *y } ~ {\"a\":{\"b\":\"xyz\"}} ~ false",
                "{ $.a != \"x y\" } ~ {\"a\":\"x z\"} ~ true",
                "{ $.a != \"x y\" } ~ {\"b\":\"x z\"} ~ false",
                "{ $.a > 1e2 && $.a <= 200.5 } ~ {\"a\":200.5} ~ true",
                "{ $.a > 1e2 && $.a <= 200.5 } ~ {\"a\":100} ~ false",
                "{ ($.a = 1 || $.a = 2) && $.b = 3 } ~ {\"a\":2,\"b\":3} ~ true",
                "{ $.a = 1 || $.a = 2 && $.b = 3 } ~ {\"a\":1} ~ true",
                "{ $.a IS NULL } ~ {\"a\":null} ~ true",
                "{ $.a IS NULL } ~ {} ~ false",
                "{ $.a IS TRUE } ~ {\"a\":true} ~ true",
                "{ $.a IS FALSE } ~ {\"a\":true} ~ false",
                "{ $.a NOT EXISTS } ~ {\"b\":1} ~ true",
                "{ $.a NOT EXISTS } ~ {\"a\":null} ~ false",
                "{ $.a[1].b = 2 } ~ {\"a\":[{\"b\":1},{\"b\":2}]} ~ true",
                "{ $.a[*].b = 2 } ~ {\"a\":[{\"b\":1},{\"b\":2}]} ~ true",
                "{ $.a[0].b = 2 } ~ {\"a\":[{\"b\":1},{\"b\":2}]} ~ false",
                "{ $.[\"a.b\"] = 2 } ~ {\"a.b\":2} ~ true",
                "{ $.eventType = %Trail% } ~ {\"eventType\":\"UpdateTrail\"} ~ true",
                "{ $.ip != 123.123.* } ~ {\"ip\":\"123.124.0.1\"} ~ true",
                "[a, b] ~ 1 2 ~ true",
                "[a, b] ~ 1 2 3 ~ false",
                "[..., b=3] ~ 1 2 3 ~ true",
                "[a=1, ...] ~ 1 2 3 ~ true",
                "[a=1, ..., c=3] ~ 1 3 ~ true",
                "[ip, user, ts, request = *.html*, status = 4*, bytes > 1000] ~ "
                        + "127.0.0.1 frank [10/Oct/2000:13:25:15 -0700] \"GET /index.html HTTP/1.0\""
                        + " 404 1534 ~ true",
                "[ip, user, ts, request, status = 404 || status = 410, bytes] ~ "
                        + "127.0.0.1 frank [10/Oct/2000:13:25:15 -0700] \"GET /\" 410 1534 ~ true",
                "[w1!=ERROR&&w1!=WARN, w2] ~ INFO x ~ true",
                "[w1!=ERROR&&w1!=WARN, w2] ~ WARN x ~ false",
                "[w1=%^E%, w2] ~ ERROR x ~ true",
                "[, w2=x] ~ ERROR x ~ true",
            })
    void wantsWhatItSays(String pattern, String message, boolean wanted) {
        assertEquals(wanted, FilterPattern.parse(pattern).matches(message));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " ~ ",
            value = {
                "{ $.a = 1 ~ If a filter pattern starts with '{' it must end with '}'",
                "[a, b ~ If a filter pattern starts with '[' it must end with ']'",
                "email@domain.com ~ Invalid character(s) in term 'email@domain.com'",
                "? ~ Invalid character(s) in term ''",
                "{ a = 1 } ~ Invalid filter pattern",
                "{ $.a = } ~ Invalid filter pattern",
                "{ $.a < x } ~ Invalid filter pattern",
                "{ $.a = 1 && } ~ Invalid filter pattern",
                "{ ($.a = 1 } ~ Invalid filter pattern",
                "{ $.a IS 1 } ~ Invalid filter pattern",
                "{ $.a = %x% || $.a = %y% || $.a = %z% } ~ Invalid filter pattern",
                "[ip, status = 4* && bytes > 1000] ~ Invalid filter pattern",
                "[..., a, ...] ~ Invalid filter pattern",
                "%something!% ~ Invalid filter pattern",
                "%(a)% ~ Invalid filter pattern",
                "%a{3,1}% ~ Invalid filter pattern",
                "%a{1000}% ~ Invalid filter pattern",
                "%[z-a]% ~ Invalid filter pattern",
                "\"open ~ Invalid filter pattern",
            })
    void refusesWhatIsNone(String pattern, String message) {
        assertEquals(
                message,
                assertThrows(InvalidPatternException.class, () -> FilterPattern.parse(pattern))
                        .getMessage());
    }

    @Test
    void extractsWhatMetricFiltersMayUse() {
        assertEquals(
                Map.of("$ip", "127.0.0.1", "$2", "b", "$last", "9"),
                FilterPattern.parse("[ip, , ..., last]").match("127.0.0.1 b c d 9").orElseThrow());
        assertEquals(
                Map.of("$.a", "7"),
                FilterPattern.parse("{ $.a > 1 }").match("{\"a\":7}").orElseThrow());
    }

    @Test
    void hostileExpressionsTakeLinearTime() {
        String message = "a".repeat(200_000);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> {
                    assertEquals(
                            false, FilterPattern.parse("%a*a*a*a*a*a*a*a*a*a*b%").matches(message));
                    assertEquals(
                            false,
                            FilterPattern.parse("{ $.a = *a*a*a*b }")
                                    .matches("{\"a\":\"" + message + "\"}"));
                    String nested = "{ " + "(".repeat(500) + "$.a = 1" + ")".repeat(500) + " }";
                    assertTrue(FilterPattern.parse(nested).matches("{\"a\":1}"));
                });
    }
}
