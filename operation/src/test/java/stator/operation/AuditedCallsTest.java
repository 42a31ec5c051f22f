package stator.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements stand in the audit log without the values of attributes that are no keys. */
class AuditedCallsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT * FROM T WHERE pk = 'a' AND x = 'b'|SELECT * FROM T WHERE pk = 'a' AND x = ***(Redacted)",
                "SELECT * FROM T WHERE \"sk\"=17 AND x>17|SELECT * FROM T WHERE \"sk\"=17 AND x>***(Redacted)",
                "INSERT INTO T VALUE {'pk': 'it''s', 'x': -1.5e3}|INSERT INTO T VALUE {'pk': 'it''s', 'x': ***(Redacted)}",
                "UPDATE T SET x = true SET y.z = 'pk' WHERE pk = 'a'|UPDATE T SET x = ***(Redacted) SET y.z = ***(Redacted) WHERE pk = 'a'",
                "SELECT x FROM T WHERE pk IN ['a']|SELECT x FROM T WHERE pk IN [***(Redacted)]",
                "SELECT a1 FROM \"T.2\"|SELECT a1 FROM \"T.2\"",
                "DELETE FROM T WHERE pk = ?|DELETE FROM T WHERE pk = ?",
                "x = 'never closed|x = 'never closed",
            })
    void hidesValues(String statement, String shown) {
        assertEquals(shown, AuditedCalls.redacted(statement, Set.of("pk", "sk")));
    }
}
