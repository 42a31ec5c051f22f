package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** A server that verifies who calls, as clients meet it: each signs in a way of its own. */
class EnforcedAccessTest {
    private static final String ID = "AKIDENFORCEDTEST0000";
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private static ServerProcess server;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), SECRET + "\n");
        server =
                ServerProcess.inMemory(
                        "--auth",
                        "enforce",
                        "--root-access-key-id",
                        ID,
                        "--root-secret-access-key-file",
                        secret.toString());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Map<String, String> environment() {
        return Map.of(
                "STATOR_ENDPOINT",
                server.endpoint(),
                "AWS_ACCESS_KEY_ID",
                ID,
                "AWS_SECRET_ACCESS_KEY",
                SECRET,
                "AWS_DEFAULT_REGION",
                "us-east-1");
    }

    /** Users, roles, boundaries and policies of tables, by the tutorial of fine-grained access. */
    @Test
    void fineGrainedAccessWithBoto3() throws Exception {
        ForeignTest.runWithBoto3("identity_test.py", environment());
    }

    /** Chunks that are signed one by one, and the policies of buckets. */
    @Test
    void objectsWithSignedChunks() throws Exception {
        ForeignTest.runWithBoto3("s3_signed_test.py", environment());
    }

    /** Forms of web pages, which are signed by whoever made them. */
    @Test
    void formsOfWebPages() throws Exception {
        ForeignTest.runWithBoto3("s3_forms_test.py", environment());
    }

    /** Roles of functions, and their URLs. */
    @Test
    void functionsWithBoto3() throws Exception {
        ForeignTest.runWithBoto3("enforced_functions_test.py", environment());
    }

    /** Every call of the tutorial, allowed and refused, for every kind of caller. */
    @Test
    void everyCallForEveryKindOfCaller() throws Exception {
        ForeignTest.runWithBoto3("identity_matrix_test.py", environment());
    }

    /** Signatures in the header and in the query, of lasting keys and of sessions. */
    @Test
    void boto3AndTheCommandLineSign() throws Exception {
        ForeignTest.runWithBoto3("signing_test.py", environment());
    }

    @Test
    void javaScriptSdkSigns() throws Exception {
        Path folder = ForeignTest.javaScript();
        ForeignTest.run(folder, environment(), "node", "--test", "signing.test.js");
    }

    @Test
    void javaSdkSigns() throws Exception {
        AwsCredentials lasting = AwsBasicCredentials.create(ID, SECRET);
        AwsCredentials other = AwsBasicCredentials.create(ID, SECRET + "x");
        String answer = presigned(lasting, "GetSessionToken");
        AwsCredentials session =
                AwsSessionCredentials.create(
                        part(answer, "AccessKeyId"),
                        part(answer, "SecretAccessKey"),
                        part(answer, "SessionToken"));
        for (AwsCredentials credentials : List.of(lasting, session)) {
            try (DynamoDbClient client = client(credentials)) {
                client.listTables();
            }
            String caller = presigned(credentials, "GetCallerIdentity");
            assertEquals("arn:aws:iam::000000000000:root", part(caller, "Arn"));
        }
        try (DynamoDbClient client = client(other)) {
            DynamoDbException refused = assertThrows(DynamoDbException.class, client::listTables);
            assertEquals("InvalidSignatureException", refused.awsErrorDetails().errorCode());
            assertEquals(400, refused.statusCode());
        }
        assertEquals("SignatureDoesNotMatch", part(presigned(other, "GetSessionToken"), "Code"));
    }

    private static String part(String xml, String name) {
        Matcher found = Pattern.compile("<" + name + ">(.*?)</" + name + ">").matcher(xml);
        assertTrue(found.find(), xml);
        return found.group(1);
    }

    /** What STS answers to a link that the SDK's signer signed in advance. */
    private static String presigned(AwsCredentials credentials, String action) throws Exception {
        SdkHttpRequest link =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(URI.create(server.endpoint() + "/"))
                        .putRawQueryParameter("Action", action)
                        .putRawQueryParameter("Version", "2011-06-15")
                        .build();
        SignedRequest signed =
                AwsV4HttpSigner.create()
                        .sign(request ->
                                request.identity(credentials)
                                        .request(link)
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "sts")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                                        .putProperty(
                                                AwsV4HttpSigner.AUTH_LOCATION,
                                                AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                                        .putProperty(
                                                AwsV4HttpSigner.EXPIRATION_DURATION,
                                                Duration.ofMinutes(1)));
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                            HttpRequest.newBuilder(signed.request().getUri()).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static DynamoDbClient client(AwsCredentials credentials) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }
}
