package stator.server.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import stator.identity.Credentials;
import stator.identity.signature.OutgoingSignature;
import stator.lambda.neighbour.MessageSink;

/**
 * Any service that speaks the query protocols of SQS and SNS: messages go there by signed calls.
 * Those to services of other kinds go to files.
 */
final class MessageEndpoint implements MessageSink {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int READ_MILLIS = 10_000;
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int ARN_PARTS = 6;
    private static final int ERROR_STATUS = 400;

    private final URI endpoint;
    private final MessageSink others;
    private final Clock clock;
    private final Credentials credentials;

    /**
     * @param others takes messages that are for neither SQS nor SNS
     * @param environment where {@code AWS_ACCESS_KEY_ID} and the variables beside it are, if the
     *     endpoint looks at signatures
     */
    MessageEndpoint(
            URI endpoint, MessageSink others, Clock clock, Map<String, String> environment) {
        this.endpoint = endpoint;
        this.others = others;
        this.clock = clock;
        credentials = Credentials.of(environment).orElse(new Credentials("test", "test"));
    }

    @Override
    public void send(String arn, byte[] message) throws IOException {
        String[] parts = arn.split(":", ARN_PARTS);
        if (parts.length < ARN_PARTS) {
            throw new IOException("No ARN: " + arn);
        }
        String text = new String(message, StandardCharsets.UTF_8);
        Map<String, String> form = new LinkedHashMap<>();
        switch (parts[2]) {
            case "sqs" -> {
                form.put("Action", "SendMessage");
                form.put("Version", "2012-11-05");
                form.put("QueueUrl", base() + "/" + parts[4] + "/" + parts[5]);
                form.put("MessageBody", text);
            }
            case "sns" -> {
                form.put("Action", "Publish");
                form.put("Version", "2010-03-31");
                form.put("TopicArn", arn);
                form.put("Message", text);
            }
            default -> {
                others.send(arn, message);
                return;
            }
        }
        post(parts[2], parts[3], form);
    }

    private String base() {
        return endpoint.getScheme() + "://" + OutgoingSignature.host(endpoint);
    }

    private void post(String service, String region, Map<String, String> form) throws IOException {
        byte[] body =
                form.entrySet().stream()
                        .map(member -> member.getKey() + "=" + encoded(member.getValue()))
                        .collect(Collectors.joining("&"))
                        .getBytes(StandardCharsets.US_ASCII);
        OutgoingSignature signature =
                new OutgoingSignature(
                        credentials, region, service, OutgoingSignature.FORM, clock.instant());
        URI root = URI.create(base() + "/");
        HttpURLConnection connection = (HttpURLConnection) root.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(READ_MILLIS);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        signature
                .formHeaders(OutgoingSignature.host(endpoint), body)
                .forEach(connection::setRequestProperty);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        try (InputStream in =
                status < ERROR_STATUS ? connection.getInputStream() : connection.getErrorStream()) {
            if (in != null) {
                in.readNBytes(ANSWER_BYTES_MAX);
            }
        }
        if (status >= ERROR_STATUS) {
            throw new IOException(endpoint + " answered " + status + " to " + form.get("Action"));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
