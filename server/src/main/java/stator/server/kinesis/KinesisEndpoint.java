package stator.server.kinesis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import stator.identity.Credentials;
import stator.identity.signature.OutgoingSignature;
import stator.operation.settings.KinesisSink;

/** Any service that speaks the protocol of Kinesis: records go there by signed PutRecords calls. */
public final class KinesisEndpoint implements KinesisSink {
    private static final int CONNECT_MILLIS = 5_000;

    /** A server that stops waits for it once. */
    private static final int READ_MILLIS = 5_000;

    /** Kinesis takes 5 MiB, partition keys included. */
    private static final int CALL_BYTES_MAX = 4 << 20;

    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final Pattern NONE_FAILED =
            Pattern.compile("\"FailedRecordCount\"\\s*:\\s*0\\b");

    private final URI endpoint;
    private final Clock clock;
    private final Credentials credentials;

    /**
     * @param environment where {@code AWS_ACCESS_KEY_ID} and the variables beside it are, if the
     *     endpoint looks at signatures
     */
    public KinesisEndpoint(URI endpoint, Clock clock, Map<String, String> environment) {
        this.endpoint = endpoint;
        this.clock = clock;
        credentials = Credentials.of(environment).orElse(new Credentials("test", "test"));
    }

    @Override
    public void put(String streamArn, List<Record> records) throws IOException {
        List<Record> call = new ArrayList<>();
        int bytes = 0;
        for (Record record : records) {
            if (!call.isEmpty() && bytes + record.data().length > CALL_BYTES_MAX) {
                putTogether(streamArn, call);
                call.clear();
                bytes = 0;
            }
            call.add(record);
            bytes += record.data().length;
        }
        putTogether(streamArn, call);
    }

    private void putTogether(String streamArn, List<Record> records) throws IOException {
        byte[] body = body(streamArn, records).getBytes(StandardCharsets.UTF_8);
        String region = streamArn.split(":", 6)[3];
        OutgoingSignature signature =
                new OutgoingSignature(
                        credentials,
                        region,
                        "kinesis",
                        OutgoingSignature.JSON_1_1,
                        clock.instant());
        HttpURLConnection connection = (HttpURLConnection) endpoint.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        signature
                .headers(OutgoingSignature.host(endpoint), "Kinesis_20131202.PutRecords", body)
                .forEach(connection::setRequestProperty);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        try (InputStream in =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String answer =
                    in == null
                            ? ""
                            : new String(in.readNBytes(ANSWER_BYTES_MAX), StandardCharsets.UTF_8);
            if (status != 200 || !NONE_FAILED.matcher(answer).find()) {
                throw new IOException(endpoint + " answered " + status + " to PutRecords");
            }
        }
    }

    private static String body(String streamArn, List<Record> records) {
        String name = streamArn.substring(streamArn.indexOf('/') + 1);
        StringBuilder json = new StringBuilder("{\"StreamName\":\"").append(name);
        json.append("\",\"Records\":[");
        String separator = "";
        for (Record record : records) {
            json.append(separator)
                    .append("{\"PartitionKey\":\"")
                    .append(record.partitionKey())
                    .append("\",\"Data\":\"")
                    .append(Base64.getEncoder().encodeToString(record.data()))
                    .append("\"}");
            separator = ",";
        }
        return json.append("]}").toString();
    }

    @Override
    public void close() {
        // Connections are kept by the JDK, and end by themselves.
    }
}
