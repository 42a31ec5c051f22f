package stator.operation.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.protocol.JsonTree;

/** Which conditions keep a statement about everybody from being public. */
class TrustedConditionsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{}|true",
                "{\"Bool\":{\"aws:SecureTransport\":\"true\"}}|true",
                "{\"IpAddress\":{\"aws:SourceIp\":\"10.0.0.0/8\"}}|true",
                "{\"StringEquals\":{\"aws:PrincipalAccount\":\"111122223333\"}}|false",
                "{\"StringEquals\":{\"AWS:principalaccount\":[\"111122223333\",\"444455556666\"]}}|false",
                "{\"StringEquals\":{\"aws:PrincipalAccount\":[\"111122223333\",\"*\"]}}|true",
                "{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::111122223333:role/R\"}}|false",
                "{\"ArnLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::111122223333:role/*\"}}|true",
                "{\"StringEquals\":{\"aws:PrincipalArn\":\"${aws:PrincipalArn}\"}}|true",
                "{\"StringNotEquals\":{\"aws:PrincipalAccount\":\"111122223333\"}}|true",
                "{\"StringEqualsIfExists\":{\"aws:PrincipalOrgID\":\"o-1\"}}|true",
                "{\"ForAllValues:StringEquals\":{\"aws:PrincipalOrgPaths\":\"o-1/r/\"}}|true",
                "{\"ForAnyValue:StringEquals\":{\"aws:PrincipalOrgPaths\":\"o-1/r/\"}}|false",
                "{\"Bool\":{\"aws:PrincipalIsAWSService\":\"true\"}}|false",
                "{\"Bool\":{\"aws:PrincipalIsAWSService\":\"false\"}}|true",
            })
    void tellsWhatIsPublic(String condition, boolean isPublic) {
        Map<?, ?> parsed = (Map<?, ?>) JsonTree.parse(condition).orElseThrow();
        assertEquals(isPublic, TrustedConditions.of(parsed).isEmpty());
    }
}
