package stator.operation.shape;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import stator.model.Item;
import stator.operation.item.GetItem;
import stator.operation.item.PutItem;
import stator.protocol.RequestReader;
import stator.protocol.RequestRules;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * Prints what reading and writing a request of 0.7 KB takes: {@code mvn test -pl operation -am
 * -Dtest=ProtocolBenchmark -Dbenchmark=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "benchmark", matches = "true")
class ProtocolBenchmark {
    private static final int ROUNDS = 200_000;

    private long sink;

    @Test
    void readsAndWritesAnItem() {
        RequestReader reader = new RequestReader(DynamoDbShapes.load());
        byte[] put = putItem().getBytes(StandardCharsets.UTF_8);
        byte[] get =
                ("{\"TableName\":\"usertable\",\"Key\":{\"id\":{\"S\":\"user6284781860667377211\"}},"
                                + "\"ConsistentRead\":true}")
                        .getBytes(StandardCharsets.UTF_8);
        Item item = reader.read(new PutItem(), put).item("Item");
        for (int warmup = 0; warmup < 5; warmup++) {
            measure(
                    "read PutItem of " + put.length + " B",
                    () -> sink += read(reader, new PutItem(), put));
            measure(
                    "read GetItem of " + get.length + " B",
                    () -> sink += read(reader, new GetItem(), get));
            measure("write an item of " + item.documentBytes() + " B", () -> sink += write(item));
        }
    }

    private static int read(RequestReader reader, RequestRules operation, byte[] body) {
        Struct request = reader.read(operation, body);
        return request.string("TableName").length();
    }

    private static int write(Item item) {
        ResponseWriter writer = new ResponseWriter(512);
        writer.startObject().member("Item", item).endObject();
        return writer.length();
    }

    private static void measure(String name, Runnable task) {
        long start = System.nanoTime();
        for (int i = 0; i < ROUNDS; i++) {
            task.run();
        }
        double micros = (System.nanoTime() - start) / 1e3 / ROUNDS;
        System.out.printf("%-30s %.2f us%n", name, micros);
    }

    private static String putItem() {
        StringBuilder json = new StringBuilder("{\"TableName\":\"usertable\",\"Item\":{");
        json.append("\"id\":{\"S\":\"user6284781860667377211\"},\"count\":{\"N\":\"42\"},");
        json.append("\"tags\":{\"L\":[{\"S\":\"a\"},{\"S\":\"b\"}]}");
        for (int i = 0; i < 5; i++) {
            json.append(",\"field")
                    .append(i)
                    .append("\":{\"S\":\"")
                    .append("x".repeat(100))
                    .append("\"}");
        }
        return json.append("}}").toString();
    }
}
