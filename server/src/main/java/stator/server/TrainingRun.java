package stator.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import stator.storage.rocksdb.Durability;
import stator.tool.Terminal;
import stator.tool.Tool;

/**
 * Does what a server does in its first minute, while the JDK records which classes and profiles
 * that takes, so that later starts are fast. Started by the start script, never by people.
 */
final class TrainingRun {
    private static final int ROUNDS = 50;

    /** Whoever waits for the first start does not wait for longer, whatever is wrong. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String HEAD =
            """
            POST / HTTP/1.1\r
            Host: localhost:8000\r
            Content-Type: application/x-amz-json-1.0\r
            X-Amz-Date: 20260101T000000Z\r
            Authorization: AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, \
            SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=0\r
            X-Amz-Target: DynamoDB_20120810.%s\r
            Content-Length: %d\r
            \r
            %s\
            """;

    private static final List<String> FIRST =
            List.of(
                    "ListTables {}",
                    "CreateTable {'TableName': 'Music', 'BillingMode': 'PAY_PER_REQUEST',"
                            + " 'AttributeDefinitions': [{'AttributeName': 'Artist',"
                            + " 'AttributeType': 'S'}, {'AttributeName': 'Year',"
                            + " 'AttributeType': 'N'}], 'KeySchema': [{'AttributeName': 'Artist',"
                            + " 'KeyType': 'HASH'}, {'AttributeName': 'Year', 'KeyType': 'RANGE'}]}",
                    "DescribeTable {'TableName': 'Music'}");

    private static final List<String> REPEATED =
            List.of(
                    "PutItem {'TableName': 'Music', 'Item': {'Artist': {'S': 'A'}, 'Year': {'N':"
                            + " '1999'}, 'Tags': {'L': [{'S': 'x'}, {'BOOL': true}, {'NULL': true}]},"
                            + " 'More': {'M': {'B': {'B': 'AAEC'}, 'NS': {'NS': ['1', '2']}}}}}",
                    "GetItem {'TableName': 'Music', 'Key': {'Artist': {'S': 'A'}, 'Year': {'N':"
                            + " '1999'}}}",
                    "UpdateItem {'TableName': 'Music', 'Key': {'Artist': {'S': 'A'}, 'Year': {'N':"
                            + " '2000'}}, 'UpdateExpression': 'SET #c = if_not_exists(#c, :zero) +"
                            + " :one', 'ConditionExpression': 'attribute_not_exists(#c) OR #c < :max',"
                            + " 'ExpressionAttributeNames': {'#c': 'Count'},"
                            + " 'ExpressionAttributeValues': {':zero': {'N': '0'}, ':one': {'N': '1'},"
                            + " ':max': {'N': '100000'}}, 'ReturnValues': 'ALL_NEW'}",
                    "Query {'TableName': 'Music', 'KeyConditionExpression': 'Artist = :a',"
                            + " 'ExpressionAttributeValues': {':a': {'S': 'A'}}}",
                    "Scan {'TableName': 'Music', 'Limit': 2}",
                    "DeleteItem {'TableName': 'Music', 'Key': {'Artist': {'S': 'A'}, 'Year': {'N':"
                            + " '1999'}}}",
                    "GetItem {'TableName': 'Missing', 'Key': {'Artist': {'S': 'A'}}}");

    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().daemon().name("training-end").start(TrainingRun::endLate);
        StatorCommand.parse(new String[] {"--in-memory", "--port", "0"}, System.getenv());
        try (StatorServer server = StatorServer.start(Configuration.inMemory())) {
            train(server, ROUNDS);
        }
        Path directory = Files.createTempDirectory("stator-training");
        try {
            Engine disk = new Engine.Disk(directory, new Durability.None());
            try (StatorServer server =
                    StatorServer.start(Configuration.inMemory().withEngine(disk))) {
                train(server, 1);
                trainTool(server, Files.createDirectory(directory.resolve("tool")));
            }
        } finally {
            delete(directory);
        }
    }

    private static void endLate() {
        try {
            Thread.sleep(PATIENCE);
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void train(StatorServer server, int rounds) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            for (String call : FIRST) {
                call(socket, call);
            }
            for (int round = 0; round < rounds; round++) {
                for (String call : REPEATED) {
                    call(socket, call);
                }
            }
        }
    }

    /** The commands for whole tables start as fast as the server. */
    private static void trainTool(StatorServer server, Path directory) {
        String file = directory.resolve("Music.json.gz").toString();
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream());
        Terminal terminal = new Terminal(InputStream.nullInputStream(), silent, silent, false);
        Map<String, String> environment =
                Map.of(
                        "HOME",
                        directory.toString(),
                        "AWS_ENDPOINT_URL",
                        "http://localhost:" + server.port());
        for (String command :
                List.of(
                        "export Music -o " + file,
                        "import Music " + file,
                        "truncate Music --yes")) {
            Tool.run(command.split(" "), environment, terminal);
        }
    }

    private static void call(Socket socket, String call) throws IOException {
        int blank = call.indexOf(' ');
        String body = call.substring(blank + 1).replace('\'', '"');
        String request = HEAD.formatted(call.substring(0, blank), body.length(), body);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        readAnswer(socket.getInputStream());
    }

    private static void readAnswer(InputStream input) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = input.read();
            if (next < 0) {
                throw new IOException("The server closed the connection");
            }
            head.append((char) next);
        }
        String name = "Content-Length: ";
        int start = head.indexOf(name) + name.length();
        input.skipNBytes(Long.parseLong(head.substring(start, head.indexOf("\r", start))));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
