package stator.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

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

    @Test
    void credentialsDoNotShowTheirSecrets() {
        String text = new Credentials("AKIDEXAMPLE", "hidden", "token").toString();
        assertFalse(text.contains("hidden") || text.contains("token"), text);
    }
}
