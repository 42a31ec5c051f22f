package stator.identity.signature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures of AWS's public test suite of Signature Version 4 (awslabs/aws-c-auth). */
class SignatureVerifierTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");
    private static final byte[] NOTHING = {};

    private final SignatureVerifier verifier = new SignatureVerifier(SignatureVerifier.SKEW);

    @ParameterizedTest
    @CsvSource({
        "/%E1%88%B4-raw, '', 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "/example/.., '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "/./, '', 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "/example space/, '', 652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741",
        "/, Param-3=Value3&Param=Value2&%E1%88%B4=Value1,"
                + " 371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac",
        "/, %E1%88%B4=bar, 2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04",
        "/, Param2=value2&Param1=value1,"
                + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
    })
    void acceptsPathsAndQueriesOfTheSuite(String path, String query, String signature) {
        String sent = path.equals("/%E1%88%B4-raw") ? "/\u1234" : path;
        assertAccepted(request("GET", sent, query, "", signature, Map.of()), NOTHING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value2;value2;value1|c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea",
                "value1;value2;value3|ba17b383a53190154eb5fa66a1b836cc297cc0a3d70a5d00705980573d8ff790"
            })
    void acceptsHeadersWithSeveralValues(String values, String signature) {
        Map<String, List<String>> headers = Map.of("my-header1", List.of(values.split(";")));
        assertAccepted(request("GET", "/", "", "my-header1;", signature, headers), NOTHING);
    }

    @Test
    void acceptsHeadersWithBlanksAroundAndWithin() {
        Map<String, List<String>> headers =
                Map.of(
                        "my-header1", List.of(" value1"),
                        "my-header2", List.of(" \"a   b   c\""));
        assertAccepted(
                request(
                        "GET",
                        "/",
                        "",
                        "my-header1;my-header2;",
                        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
                        headers),
                NOTHING);
    }

    @Test
    void acceptsABodyWhoseHashIsSent() {
        byte[] body = "Param1=value1".getBytes(StandardCharsets.UTF_8);
        String hash = "9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e";
        SignableRequest request =
                request(
                        "POST",
                        "/",
                        "",
                        "content-length;content-type;|x-amz-content-sha256;",
                        "d3875051da38690788ef43de4db0d8f280229d82040bfac253562e56c3f20e0b",
                        Map.of(
                                "content-type",
                                List.of("application/x-www-form-urlencoded"),
                                "content-length",
                                List.of("13"),
                                "x-amz-content-sha256",
                                List.of(hash)));
        assertAccepted(request, body);
        assertInstanceOf(Verification.OtherBody.class, verify(request, NOTHING, NOW));
    }

    @Test
    void acceptsTheTokenOfASession() {
        SignableRequest request =
                request(
                        "GET",
                        "/",
                        "",
                        "|x-amz-date;x-amz-security-token",
                        "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8",
                        Map.of(
                                "x-amz-security-token",
                                List.of(
                                        "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267")));
        assertAccepted(request, NOTHING);
    }

    @Test
    void acceptsAPresignedRequestAsLongAsItHolds() {
        SignableRequest request = presigned();
        assertAccepted(request, NOTHING);
        assertInstanceOf(
                Verification.Accepted.class, verify(request, NOTHING, NOW.plusSeconds(3600)));
        assertInstanceOf(
                Verification.Expired.class, verify(request, NOTHING, NOW.plusSeconds(3601)));
        assertInstanceOf(
                Verification.NotYetCurrent.class, verify(request, NOTHING, NOW.minusSeconds(301)));
    }

    @Test
    void refusesWhatIsTooOldOrTooNew() {
        SignableRequest request = vanilla();
        assertInstanceOf(
                Verification.Accepted.class, verify(request, NOTHING, NOW.plusSeconds(300)));
        assertInstanceOf(
                Verification.Expired.class, verify(request, NOTHING, NOW.plusSeconds(301)));
        assertInstanceOf(
                Verification.NotYetCurrent.class, verify(request, NOTHING, NOW.minusSeconds(301)));
        SignatureVerifier patient = new SignatureVerifier(Duration.ofMinutes(15));
        SignatureClaim claim = SignatureClaim.of(request).orElseThrow();
        assertInstanceOf(
                Verification.Accepted.class,
                patient.verify(
                        request,
                        Optional.of(NOTHING),
                        claim,
                        SECRET,
                        "service",
                        "",
                        NOW.plusSeconds(900)));
    }

    @Test
    void refusesAnotherScope() {
        SignableRequest request = vanilla();
        SignatureClaim claim = SignatureClaim.of(request).orElseThrow();
        assertInstanceOf(
                Verification.WrongScope.class,
                verifier.verify(request, Optional.of(NOTHING), claim, SECRET, "dynamodb", "", NOW));
        assertInstanceOf(
                Verification.WrongScope.class,
                verifier.verify(
                        request, Optional.of(NOTHING), claim, SECRET, "service", "eu-west-1", NOW));
    }

    @Test
    void refusesHeadersOfAwsThatAreNotSigned() {
        Map<String, List<String>> headers = headersOf(vanilla());
        headers.put("x-amz-target", List.of("DynamoDB_20120810.DeleteTable"));
        assertEquals(
                new Verification.Unsigned("x-amz-target"),
                verify(SignableRequest.of("GET", "/", "", headers), NOTHING, NOW));
    }

    @Test
    void refusesBodiesThatOnlyS3Takes() {
        for (String payload : List.of("UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD")) {
            Map<String, List<String>> headers = headersOf(vanilla());
            headers.put("x-amz-content-sha256", List.of(payload));
            assertEquals(
                    new Verification.UnsupportedPayload(payload),
                    verify(SignableRequest.of("GET", "/", "", headers), NOTHING, NOW));
        }
    }

    /** Whatever one character of a signed request becomes: it is refused, and nothing is thrown. */
    @Test
    void refusesEveryChangeOfASignedRequest() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        SignableRequest good = vanilla();
        for (int i = 0; i < 20_000; i++) {
            Map<String, List<String>> headers = headersOf(good);
            List<String> names = List.copyOf(headers.keySet());
            String name = names.get(random.nextInt(names.size()));
            StringBuilder value = new StringBuilder(headers.get(name).getFirst());
            int position = random.nextInt(value.length());
            char other = (char) (33 + random.nextInt(94));
            boolean same = value.charAt(position) == other;
            boolean separates =
                    name.equals("authorization") && ", ".indexOf(value.charAt(position)) >= 0;
            if (same || separates) {
                continue;
            }
            value.setCharAt(position, other);
            headers.put(name, List.of(value.toString()));
            SignableRequest bad = SignableRequest.of("GET", "/", "", headers);
            Optional<SignatureClaim> claim = SignatureClaim.of(bad);
            boolean unknown = claim.isEmpty() || !claim.get().accessKey().equals("AKIDEXAMPLE");
            assertTrue(
                    unknown || !(verify(bad, NOTHING, NOW) instanceof Verification.Accepted),
                    () -> "seed " + seed + ": " + headers);
        }
    }

    @Test
    void readsNoClaimWhereTwoAre() {
        Map<String, List<String>> headers = headersOf(presigned());
        headers.put("authorization", headersOf(vanilla()).get("authorization"));
        SignableRequest both = SignableRequest.of("GET", "/", presigned().query(), headers);
        assertEquals(Optional.empty(), SignatureClaim.of(both));
    }

    /** The example in AWS's documentation of S3's signed chunks. */
    @Test
    void acceptsSignedChunksInTheirOrderOnly() {
        byte[] first = new byte[64 * 1024];
        byte[] second = new byte[1024];
        Arrays.fill(first, (byte) 'a');
        Arrays.fill(second, (byte) 'a');
        String one = "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648";
        String two = "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497";
        ChunkSignatures chunks =
                new ChunkSignatures(
                        new SigningKey(
                                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                                new CredentialScope("20130524", "us-east-1", "s3")),
                        "20130524T000000Z",
                        "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
        assertFalse(chunks.isNext(second, two));
        assertTrue(chunks.isNext(first, one));
        assertFalse(chunks.isNext(first, one));
        assertTrue(chunks.isNext(second, two));
        assertTrue(
                chunks.isNext(
                        NOTHING,
                        "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9"));
    }

    private void assertAccepted(SignableRequest request, byte[] body) {
        assertInstanceOf(Verification.Accepted.class, verify(request, body, NOW));
    }

    private Verification verify(SignableRequest request, byte[] body, Instant now) {
        SignatureClaim claim = SignatureClaim.of(request).orElseThrow();
        return verifier.verify(
                request, Optional.of(body), claim, SECRET, "service", "us-east-1", now);
    }

    private static SignableRequest vanilla() {
        return request(
                "GET",
                "/",
                "",
                "",
                "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
                Map.of());
    }

    private static SignableRequest presigned() {
        return SignableRequest.of(
                "GET",
                "/",
                "Param1=value1&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE"
                        + "%2F20150830%2Fus-east-1%2Fservice%2Faws4_request&X-Amz-Date=20150830T123600Z"
                        + "&X-Amz-SignedHeaders=host&X-Amz-Expires=3600&X-Amz-Signature="
                        + "49096700cbbaa5753443850f40df10f904fc2fdb544dc9512203cc77c471a9de",
                Map.of(
                        "host", List.of("example.amazonaws.com"),
                        "x-amz-date", List.of("20150830T123600Z")));
    }

    /**
     * A request of the suite.
     *
     * @param signed the headers that are signed besides host and date: those before, and parted by
     *     a stroke, what stands instead of the date or before it
     */
    private static SignableRequest request(
            String method,
            String path,
            String query,
            String signed,
            String signature,
            Map<String, List<String>> more) {
        int stroke = signed.indexOf('|');
        boolean sortsBeforeHost = signed.startsWith("content");
        String extra = stroke < 0 ? signed : signed.substring(0, stroke);
        String end = stroke < 0 ? "" : signed.substring(stroke + 1);
        String names =
                (sortsBeforeHost ? extra + "host;" : "host;" + extra)
                        + (end.startsWith("x-amz-date") ? end : end + "x-amz-date");
        Map<String, List<String>> headers = new TreeMap<>(more);
        headers.put("host", List.of("example.amazonaws.com"));
        headers.put("x-amz-date", List.of("20150830T123600Z"));
        headers.put(
                "authorization",
                List.of(
                        "AWS4-HMAC-SHA256"
                                + " Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request,"
                                + " SignedHeaders="
                                + names
                                + ", Signature="
                                + signature));
        return SignableRequest.of(method, path, query, headers);
    }

    private static Map<String, List<String>> headersOf(SignableRequest request) {
        Map<String, List<String>> headers = new TreeMap<>();
        for (int i = 0; i < request.headers().count(); i++) {
            headers.computeIfAbsent(request.headers().name(i), first -> new ArrayList<>())
                    .add(request.headers().value(i));
        }
        return headers;
    }
}
