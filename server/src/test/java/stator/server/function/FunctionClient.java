package stator.server.function;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Calls the API of functions as SDKs do, and says what came back. */
final class FunctionClient {
    private static final String FUNCTIONS = "/2015-03-31/functions";

    private final String endpoint;

    /** An answer. */
    record Answer(int status, String body, Map<String, List<String>> headers) {
        /** A header; empty if there is none. */
        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> name.equalsIgnoreCase(header.getKey()))
                    .map(header -> header.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    FunctionClient(int port) {
        endpoint = "http://localhost:" + port;
    }

    Answer call(String method, String path, String body, String... headers) throws IOException {
        HttpURLConnection connection = signed(endpoint + path, "lambda");
        connection.setRequestMethod(method);
        for (int i = 0; i < headers.length; i += 2) {
            connection.setRequestProperty(headers[i], headers[i + 1]);
        }
        return send(connection, body);
    }

    /** An operation of DynamoDB. */
    Answer dynamoDb(String operation, String body) throws IOException {
        HttpURLConnection connection = signed(endpoint, "dynamodb");
        connection.setRequestMethod("POST");
        connection.setRequestProperty("X-Amz-Target", "DynamoDB_20120810." + operation);
        connection.setRequestProperty("Content-Type", "application/x-amz-json-1.0");
        return send(connection, body);
    }

    /** A request of S3. */
    Answer s3(String method, String path, String body) throws IOException {
        HttpURLConnection connection = signed(endpoint + path, "s3");
        connection.setRequestMethod(method);
        connection.setRequestProperty("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        connection.setRequestProperty("Content-Type", "application/octet-stream");
        return send(connection, body);
    }

    private static HttpURLConnection signed(String url, String service) throws IOException {
        HttpURLConnection connection = open(url);
        connection.setRequestProperty(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=test/20261129/us-east-1/"
                        + service
                        + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=00");
        connection.setRequestProperty("X-Amz-Date", "20261129T000000Z");
        return connection;
    }

    private static HttpURLConnection open(String url) throws IOException {
        return (HttpURLConnection) URI.create(url).toURL().openConnection();
    }

    private static Answer send(HttpURLConnection connection, String body) throws IOException {
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        try (InputStream in =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(status, text, connection.getHeaderFields());
        }
    }

    /** Creates a function of one file. */
    Answer create(String name, String runtime, String file, String code, String more)
            throws IOException {
        String handler = file.replaceAll("\\.[a-z]+$", "") + ".handler";
        return call(
                "POST",
                FUNCTIONS,
                ("{\"FunctionName\":\"%s\",\"Runtime\":\"%s\",\"Handler\":\"%s\",\"Role\":"
                                + "\"arn:aws:iam::000000000000:role/r\",\"Code\":{\"ZipFile\":\"%s\"}%s}")
                        .formatted(name, runtime, handler, zip(file, code), more));
    }

    Answer invoke(String name, String payload, String... headers) throws IOException {
        return call("POST", FUNCTIONS + "/" + name + "/invocations", payload, headers);
    }

    Answer download(String url) throws IOException {
        return send(open(url), "");
    }

    /** An archive with one file; what is called bootstrap can be executed. */
    static String zip(String file, String code) throws IOException {
        Path archive = Files.createTempFile("function", ".zip");
        Files.delete(archive);
        Map<String, Object> posix = Map.of("create", true, "enablePosixFileAttributes", true);
        try (FileSystem zip = FileSystems.newFileSystem(archive, posix)) {
            Path entry = zip.getPath(file);
            Files.writeString(entry, code);
            String permissions = file.equals("bootstrap") ? "rwxr-xr-x" : "rw-r--r--";
            Files.setAttribute(
                    entry, "zip:permissions", PosixFilePermissions.fromString(permissions));
        }
        byte[] bytes = Files.readAllBytes(archive);
        Files.delete(archive);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
