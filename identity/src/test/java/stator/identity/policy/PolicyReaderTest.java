package stator.identity.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is no policy, and what AWS says to it. Evidence: moto's test_iam_policies, whose texts were
 * taken from AWS, and for broken JSON LocalStack's recording of CreateRole (2025), which is newer.
 * Where neither has a case (an unknown condition operator, equal Sids of two statements, trust
 * policies) the words are those of the developer guide's and users' reports.
 */
class PolicyReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {                                            | This policy contains invalid Json
                    []                                           | This policy contains invalid Json
                    {"Version":"2012-10-17","Version":"2012-10-17"} | This policy contains invalid Json
                    {"Version":"2012-10-17"}                     | Syntax errors in policy.
                    {"Version":"2013-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}} | Syntax errors in policy.
                    {"Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}} | Policy document must be version 2012-10-17 or greater.
                    {"Version":"2012-10-17","Statement":["afd"]} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":[]} | Syntax errors in policy.
                    {"Version":"2012-10-17","Extra field":"value","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Id":1e10000000000,"Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Id":{},"Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"","Resource":"arn:aws:s3:::b"}} | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":""}} | Resource  must be in ARN format or "*".
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":[]}} | Policy statement must contain resources.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"invalid"}} | Policy statement must contain resources.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow"}} | Policy statement must contain actions.
                    {"Version":"2012-10-17","Statement":{"Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[],"Resource":"arn:aws:s3:::b"}} | Policy statement must contain actions.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":{"a":"b"}}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":[[]],"Resource":"arn:aws:s3:::b"}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b","Condition":"a"}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b","Condition":{"a":"b"}}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s:3:ListBucket","Resource":"sdfsadf"}} | Resource sdfsadf must be in ARN format or "*".
                    {"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::b"}}      | Policy document must be version 2012-10-17 or greater.
                    {"Version":"2012-10-17","Statement":{"Effect":"Maybe","Action":"*","Resource":"*"}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Actoin":"*","Resource":"*"}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*"}} | Policy statement must contain actions.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*"}} | Policy statement must contain resources.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"GetItem","Resource":"*"}} | Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:b:c","Resource":"*"}} | Actions/Condition can contain only one colon.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a b:c","Resource":"*"}} | Vendor a b is not valid
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"T"}} | Resource T must be in ARN format or "*".
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","NotAction":"*","Resource":"*"}} | Syntax errors in policy.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Principal":"*"}} | Policy document should not specify a principal.
                    {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringIs":{"a":"b"}}}} | Invalid Condition type : StringIs.
                    {"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"},{"Sid":"a","Effect":"Allow","Action":"*","Resource":"*"}]} | Statement IDs (SID) in a single policy must be unique.
                    """)
    void refusesInAwsWords(String text, String message) {
        assertEquals(message, refused(text, Policy.Kind.IDENTITY));
    }

    @Test
    void aTrustPolicyNamesPrincipalsAndNoResources() {
        String start = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\"";
        assertEquals("Missing required field Principal", refused(start + "}}", Policy.Kind.TRUST));
        assertEquals(
                "Has prohibited field Resource",
                refused(start + ",\"Resource\":\"*\",\"Principal\":\"*\"}}", Policy.Kind.TRUST));
        assertEquals(
                "2008-10-17",
                Policy.parse(start + ",\"Principal\":\"*\"}}", Policy.Kind.TRUST).version());
    }

    @Test
    void depthAndLengthAreBounded() {
        String deep = "{\"Statement\":".repeat(10_000);
        assertEquals(
                "This policy contains invalid Json",
                refused(deep.substring(0, 30_000), Policy.Kind.IDENTITY));
        assertEquals(
                "Syntax errors in policy.",
                refused(" ".repeat(PolicyReader.LENGTH_MAX + 1), Policy.Kind.IDENTITY));
    }

    private static String refused(String text, Policy.Kind kind) {
        return assertThrows(MalformedPolicyException.class, () -> Policy.parse(text, kind))
                .getMessage();
    }
}
