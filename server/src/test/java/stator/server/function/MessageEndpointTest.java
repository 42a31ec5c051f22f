package stator.server.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Messages to a service that speaks as SQS and SNS do. */
class MessageEndpointTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret");

    /** Sends a message to a service that answers with a status; what that service was asked. */
    private static String sent(String arn, int status) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            FutureTask<String> asked = new FutureTask<>(() -> answer(listener, status));
            Thread.ofVirtual().start(asked);
            MessageEndpoint endpoint =
                    new MessageEndpoint(
                            URI.create("http://127.0.0.1:" + listener.getLocalPort()),
                            (other, message) -> {
                                throw new AssertionError(other);
                            },
                            Clock.systemUTC(),
                            ENVIRONMENT);
            endpoint.send(arn, "{\"a\":\"ö&\"}".getBytes(StandardCharsets.UTF_8));
            return asked.get().replace(Integer.toString(listener.getLocalPort()), "PORT");
        }
    }

    private static String answer(ServerSocket listener, int status) throws IOException {
        try (Socket socket = listener.accept()) {
            InputStream in = socket.getInputStream();
            StringBuilder read = new StringBuilder();
            while (read.indexOf("\r\n\r\n") < 0 || !isWhole(read.toString())) {
                read.append((char) in.read());
            }
            socket.getOutputStream()
                    .write(
                            ("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return read.toString();
        }
    }

    private static boolean isWhole(String request) {
        int head = request.indexOf("\r\n\r\n") + 4;
        String length = request.replaceAll("(?s).*Content-Length: (\\d+)\r\n.*", "$1");
        return request.length() - head >= Integer.parseInt(length);
    }

    @Test
    void aMessageToAQueueIsASignedSendMessage() throws Exception {
        String request = sent("arn:aws:sqs:eu-west-1:000000000000:failed", 200);
        assertTrue(request.startsWith("POST / HTTP/1.1\r\n"), request);
        assertTrue(request.contains("Credential=key/"), request);
        assertTrue(request.contains("/eu-west-1/sqs/aws4_request"), request);
        assertTrue(
                request.endsWith(
                        "\r\n\r\nAction=SendMessage&Version=2012-11-05"
                                + "&QueueUrl=http%3A%2F%2F127.0.0.1%3APORT%2F000000000000%2Ffailed"
                                + "&MessageBody=%7B%22a%22%3A%22%C3%B6%26%22%7D"),
                request);
    }

    @Test
    void aMessageToATopicIsASignedPublish() throws Exception {
        String request = sent("arn:aws:sns:eu-west-1:000000000000:told", 200);
        assertTrue(request.contains("/eu-west-1/sns/aws4_request"), request);
        assertTrue(
                request.endsWith(
                        "\r\n\r\nAction=Publish&Version=2010-03-31"
                                + "&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A000000000000%3Atold"
                                + "&Message=%7B%22a%22%3A%22%C3%B6%26%22%7D"),
                request);
    }

    @Test
    void whatIsRefusedIsAFailure() {
        IOException refused =
                assertThrows(
                        IOException.class,
                        () -> sent("arn:aws:sqs:eu-west-1:000000000000:failed", 400));
        assertTrue(refused.getMessage().endsWith("answered 400 to SendMessage"));
    }

    @Test
    void whatIsForNeitherGoesElsewhere() throws Exception {
        List<String> others = new ArrayList<>();
        new MessageEndpoint(
                        URI.create("http://127.0.0.1:1"),
                        (arn, message) -> others.add(arn),
                        Clock.systemUTC(),
                        ENVIRONMENT)
                .send("arn:aws:events:eu-west-1:000000000000:event-bus/b", new byte[0]);
        assertEquals(List.of("arn:aws:events:eu-west-1:000000000000:event-bus/b"), others);
    }
}
