package stator.identity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.identity.Credentials;

/** The same calls, signed by botocore, gave the signatures that are expected here. */
class OutgoingSignatureTest {
    private static Map<String, String> headers(Credentials credentials) {
        return new OutgoingSignature(
                        credentials,
                        "eu-west-1",
                        "dynamodb",
                        OutgoingSignature.JSON_1_0,
                        Instant.parse("2026-11-21T12:30:45Z"))
                .headers(
                        "localhost:8000",
                        "DynamoDB_20120810.ListTables",
                        "{\"Limit\":1}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void signsWithLastingCredentials() {
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-1/dynamodb/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date;x-amz-target,"
                        + " Signature=a7ff6356fe94921393b580d5ecb0ce1fb3ed3a1b63c8ebfebbb0d85c26dd1d00",
                headers(new Credentials("AKIDEXAMPLE", "secret")).get("Authorization"));
    }

    @Test
    void signsTheTokenOfASession() {
        Map<String, String> headers =
                headers(new Credentials("AKIDEXAMPLE", "secret", "session/token=="));
        assertEquals("session/token==", headers.get("X-Amz-Security-Token"));
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/eu-west-1/dynamodb/aws4_request,"
                        + " SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target,"
                        + " Signature=f6c76dc2ae1df5a110e384b37fb7ec619137482d0b43f05360c0d31fb7c8a0c5",
                headers.get("Authorization"));
    }

    /** The examples in AWS's documentation of S3. */
    @ParameterizedTest
    @CsvSource({
        "lifecycle=, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        "max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
    })
    void signsCallsOfS3(String query, String expected) {
        OutgoingSignature signature =
                new OutgoingSignature(
                        new Credentials(
                                "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
                        "us-east-1",
                        "s3",
                        "",
                        Instant.parse("2013-05-24T00:00:00Z"));
        assertEquals(
                "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                        + " SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature="
                        + expected,
                signature
                        .objectHeaders(
                                "GET", "examplebucket.s3.amazonaws.com", "/", query, new byte[0])
                        .get("Authorization"));
    }

    @Test
    void aHostHasItsPortIfThatIsUnusual() {
        assertEquals("localhost:9000", OutgoingSignature.host(URI.create("http://localhost:9000")));
        assertEquals("s3.local", OutgoingSignature.host(URI.create("https://s3.local:443/")));
    }

    @Test
    void credentialsDoNotShowTheirSecrets() {
        String text = new Credentials("AKIDEXAMPLE", "hidden", "token").toString();
        assertFalse(text.contains("hidden") || text.contains("token"), text);
    }
}
