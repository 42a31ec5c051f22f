package stator.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * S3 through the AWS SDK for Java v2, whose bodies are {@code aws-chunked} with a checksum after
 * them.
 */
class JavaS3Test {
    private static final String BUCKET = "java-sdk";
    private static final int PART_BYTES = 5 << 20;

    private static ServerProcess server;
    private static S3Client client;

    @BeforeAll
    static void start() {
        server = ServerProcess.inMemory();
        client =
                S3Client.builder()
                        .endpointOverride(URI.create(server.endpoint()))
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .credentialsProvider(credentials())
                        .build();
        client.createBucket(request -> request.bucket(BUCKET));
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] got(String key) {
        return client.getObjectAsBytes(request -> request.bucket(BUCKET).key(key)).asByteArray();
    }

    @Test
    void anObjectComesBackAsItWasPut() {
        byte[] bytes = noise(300_000);
        client.putObject(
                request -> request.bucket(BUCKET).key("a/ü b").metadata(Map.of("color", "blue")),
                RequestBody.fromBytes(bytes));
        assertArrayEquals(bytes, got("a/ü b"));
        GetObjectResponse facts =
                client.getObject(request -> request.bucket(BUCKET).key("a/ü b")).response();
        assertEquals(Map.of("color", "blue"), facts.metadata());
        assertEquals(bytes.length, facts.contentLength());
    }

    @Test
    void whatIsNotThereIsToldByItsOwnException() {
        assertThrows(NoSuchKeyException.class, () -> got("nobody"));
        assertThrows(
                NoSuchBucketException.class,
                () -> client.listObjectsV2(request -> request.bucket("nobody-here")));
    }

    @Test
    void partsBecomeAnObject() {
        byte[] bytes = noise(PART_BYTES + 100);
        String upload =
                client.createMultipartUpload(request -> request.bucket(BUCKET).key("parts"))
                        .uploadId();
        List<CompletedPart> parts =
                IntStream.rangeClosed(1, 2)
                        .mapToObj(number -> part(upload, number, bytes))
                        .toList();
        client.completeMultipartUpload(request ->
                request.bucket(BUCKET)
                        .key("parts")
                        .uploadId(upload)
                        .multipartUpload(all -> all.parts(parts)));
        assertArrayEquals(bytes, got("parts"));
    }

    private static CompletedPart part(String upload, int number, byte[] bytes) {
        int from = (number - 1) * PART_BYTES;
        int length = Math.min(PART_BYTES, bytes.length - from);
        byte[] own = new byte[length];
        System.arraycopy(bytes, from, own, 0, length);
        String etag =
                client.uploadPart(
                                request ->
                                        request.bucket(BUCKET)
                                                .key("parts")
                                                .uploadId(upload)
                                                .partNumber(number),
                                RequestBody.fromBytes(own))
                        .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    @Test
    void pagesComeOneAfterTheOther() {
        for (int i = 0; i < 5; i++) {
            String key = "list/" + i;
            client.putObject(
                    request -> request.bucket(BUCKET).key(key), RequestBody.fromString("x"));
        }
        List<String> keys =
                client
                        .listObjectsV2Paginator(
                                request -> request.bucket(BUCKET).prefix("list/").maxKeys(2))
                        .contents()
                        .stream()
                        .map(S3Object::key)
                        .toList();
        assertEquals(List.of("list/0", "list/1", "list/2", "list/3", "list/4"), keys);
    }

    @Test
    void aPresignedAddressTakesAnObject() throws Exception {
        try (S3Presigner presigner =
                        S3Presigner.builder()
                                .endpointOverride(URI.create(server.endpoint()))
                                .region(Region.US_EAST_1)
                                .credentialsProvider(credentials())
                                .serviceConfiguration(
                                        S3Configuration.builder()
                                                .pathStyleAccessEnabled(true)
                                                .build())
                                .build();
                HttpClient http = HttpClient.newHttpClient()) {
            URI address =
                    presigner
                            .presignPutObject(request ->
                                    request.signatureDuration(Duration.ofMinutes(1))
                                            .putObjectRequest(
                                                    put -> put.bucket(BUCKET).key("signed")))
                            .url()
                            .toURI();
            HttpRequest put =
                    HttpRequest.newBuilder(address)
                            .PUT(HttpRequest.BodyPublishers.ofString("signed"))
                            .build();
            assertEquals(200, http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode());
            assertEquals("signed", new String(got("signed")));
        }
    }
}
