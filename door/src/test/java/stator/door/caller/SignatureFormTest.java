package stator.door.caller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import stator.door.AuthenticationException;
import stator.door.AuthenticationException.Failure;
import stator.door.testing.SentRequest;
import stator.identity.Principal;

/** AWS's checks of a signature's form, in its order and words. */
class SignatureFormTest {
    private static final String SCOPE = "/20130609/us-east-1/dynamodb/aws4_request";
    private static final String DATE = "20130609T095204Z";

    private final SignatureForm form = new SignatureForm();

    @ParameterizedTest
    @CsvSource({
        "AKIDEXAMPLE, 000000000000",
        "123456789012, 123456789012",
        "1234567890123, 000000000000",
        "12345678901x, 000000000000",
    })
    void takesTheAccountFromTheAccessKey(String key, String account) {
        Principal caller = authenticate(signed(header(key + SCOPE), DATE));
        assertEquals(Principal.root(account, "us-east-1"), caller);
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "ap-southeast-2", "local", "us_gov"})
    void takesTheRegionFromTheScope(String region) {
        String credential = "key/20130609/" + region + "/dynamodb/aws4_request";
        assertEquals(region, authenticate(signed(header(credential), DATE)).region());
    }

    @Test
    void takesAnHttpDateWhenThereIsNoOther() {
        SentRequest request = request("/");
        request.with("Authorization", header("key" + SCOPE));
        request.with("Date", "Sun, 09 Jun 2013 09:52:04 GMT");
        assertEquals("us-east-1", authenticate(request).region());
    }

    @Test
    void takesASignatureFromTheQuery() {
        SentRequest request =
                request(
                        "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=key%2F20130609%2Feu-west-1%2F"
                                + "dynamodb%2Faws4_request&X-Amz-Signature=0&X-Amz-SignedHeaders=host"
                                + "&X-Amz-Date=20130609T095204Z");
        assertEquals("eu-west-1", authenticate(request).region());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS4-HMAC-SHA256 Credential=%s,SignedHeaders=host,Signature=0",
                "AWS4-HMAC-SHA256 Credential=%s SignedHeaders=a;HOST;b Signature=0",
                "AWS4-HMAC-SHA256   Signature=0 ,  Credential=%s, SignedHeaders=host",
                "AWS4-HMAC-SHA256 Credential=%s///, SignedHeaders=host, Signature=0==",
            })
    void isNotParticularAboutSpacing(String header) {
        SentRequest request = signed(header.formatted("key" + SCOPE), DATE);
        assertEquals("us-east-1", authenticate(request).region());
    }

    @Test
    void refusesTwoSignatures() {
        SentRequest request = request("/?X-Amz-Algorithm=x");
        request.with("Authorization", "x");
        assertRefused(
                request,
                Failure.WRONG_SCOPE,
                "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP"
                        + " header.");
    }

    @Test
    void refusesNoSignature() {
        for (String header : new String[] {null, "Basic abc", "AWS3 x"}) {
            SentRequest request = request("/");
            if (header != null) {
                request.with("Authorization", header);
            }
            assertRefused(request, Failure.MISSING, "Request is missing Authentication Token");
        }
    }

    @Test
    void namesAllMissingPartsOfTheHeader() {
        SentRequest request = request("/");
        request.with("Authorization", "AWS4-HMAC-SHA256 Signature=b");
        assertRefused(
                request,
                Failure.INCOMPLETE,
                "Authorization header requires 'Credential' parameter. Authorization header requires"
                        + " 'SignedHeaders' parameter. Authorization header requires existence of"
                        + " either a 'X-Amz-Date' or a 'Date' header."
                        + " Authorization=AWS4-HMAC-SHA256 Signature=b");
    }

    @Test
    void refusesAPartWithoutAValue() {
        assertRefused(
                signed("AWS4-HMAC-SHA256 Signature=b, Credential, SignedHeaders", DATE),
                Failure.INCOMPLETE,
                "'Credential' not a valid key=value pair (missing equal-sign) in Authorization"
                        + " header: 'AWS4-HMAC-SHA256 Signature=b, Credential, SignedHeaders'.");
    }

    @Test
    void namesAllMissingPartsOfTheQuery() {
        assertRefused(
                request("/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=x"),
                Failure.INCOMPLETE,
                "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string"
                        + " parameters must include 'X-Amz-Signature'. AWS query-string parameters must"
                        + " include 'X-Amz-SignedHeaders'. Re-examine the query-string parameters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"201", "20131309T095204Z", "2013-06-09T09:52:04Z", "20130609T095204"})
    void refusesOtherDates(String date) {
        assertRefused(
                signed(header("key" + SCOPE), date),
                Failure.INCOMPLETE,
                "Date must be in ISO-8601 'basic format'. Got '"
                        + date
                        + "'. See http://en.wikipedia.org/wiki/ISO_8601");
    }

    @Test
    void wantsTheHostSigned() {
        assertRefused(
                signed(header("key" + SCOPE).replace("=host", "=ghost;hos"), DATE),
                Failure.WRONG_SCOPE,
                "'Host' must be a 'SignedHeader' in the AWS Authorization.");
    }

    @Test
    void wantsTheAlgorithmOfVersion4() {
        assertRefused(
                signed(header("key" + SCOPE).replace("SHA256 ", "SHA25 "), DATE),
                Failure.INCOMPLETE,
                "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA25' (only AWS4-HMAC-SHA256 for now). ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b/c/d", "a/b/c/d/e/f"})
    void wantsFiveElementsInTheCredential(String credential) {
        assertRefused(
                signed(header(credential), DATE),
                Failure.INCOMPLETE,
                "Credential must have exactly 5 slash-delimited elements, e.g."
                        + " keyid/date/region/service/term, got '"
                        + credential
                        + "'");
    }

    @Test
    void namesAllThatIsWrongWithTheScope() {
        assertRefused(
                signed(header("a/b/c!/d/e"), DATE),
                Failure.WRONG_SCOPE,
                "Credential should be scoped to a valid region, not 'c!'. Credential should be"
                        + " scoped to correct service: 'dynamodb'. Credential should be scoped with a"
                        + " valid terminator: 'aws4_request', not 'e'. Date in Credential scope does"
                        + " not match YYYYMMDD from ISO-8601 version of date from HTTP: 'b' !="
                        + " '20130609', from '20130609T095204Z'.");
    }

    private void assertRefused(SentRequest request, Failure failure, String message) {
        AuthenticationException refusal =
                assertThrows(AuthenticationException.class, () -> authenticate(request));
        assertEquals(failure, refusal.failure());
        assertEquals(message, refusal.getMessage());
    }

    private Principal authenticate(SentRequest request) {
        return form.authenticate(request, "dynamodb").principal();
    }

    private static String header(String credential) {
        return "AWS4-HMAC-SHA256 Credential=" + credential + ", SignedHeaders=host, Signature=0";
    }

    private static SentRequest signed(String authorization, String date) {
        SentRequest request = request("/");
        request.with("Authorization", authorization);
        request.with("X-Amz-Date", date);
        return request;
    }

    private static SentRequest request(String uri) {
        return new SentRequest("POST", uri);
    }
}
