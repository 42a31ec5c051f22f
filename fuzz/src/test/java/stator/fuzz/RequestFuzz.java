package stator.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import stator.database.Database;
import stator.database.settings.DatabaseSettings;
import stator.operation.Call;
import stator.operation.Operations;
import stator.operation.Response;
import stator.operation.settings.OperationSettings;
import stator.protocol.JsonTree;
import stator.storage.memory.MemoryStore;

/**
 * Requests to a DynamoDB with one table: the name of an operation, a blank, and JSON. What one
 * input leaves is there for the next, so the table is made anew now and then.
 */
public final class RequestFuzz {
    private static final int INPUTS_A_DATABASE = 1000;
    private static final String CREATE =
            "{\"TableName\":\"fuzz\",\"AttributeDefinitions\":[{\"AttributeName\":\"pk\",\"AttributeType\":"
                    + "\"S\"}],\"KeySchema\":[{\"AttributeName\":\"pk\",\"KeyType\":\"HASH\"}],"
                    + "\"BillingMode\":\"PAY_PER_REQUEST\"}";

    private static Operations operations;
    private static int inputs;

    private RequestFuzz() {}

    /** Fails if an answer is no JSON or says that we have failed. */
    public static void fuzzerTestOneInput(byte[] input) {
        int blank = 0;
        while (blank < input.length && input[blank] != ' ') {
            blank++;
        }
        if (blank == input.length || blank > 64) {
            return;
        }
        if (inputs++ % INPUTS_A_DATABASE == 0) {
            operations = open();
        }
        byte[] body = Arrays.copyOfRange(input, blank + 1, input.length);
        Response response = send(new String(input, 0, blank, StandardCharsets.UTF_8), body);
        Checks.require(response.status() < 500, "answered with " + response.status());
        String answer = new String(response.body(), 0, response.length(), StandardCharsets.UTF_8);
        Checks.require(
                answer.isEmpty() || JsonTree.parse(answer).isPresent(), "answered with no JSON");
    }

    private static Operations open() {
        Database database =
                Database.open(
                        new MemoryStore(),
                        DatabaseSettings.DEFAULT,
                        Clock.systemUTC(),
                        new Random(1));
        operations =
                Operations.open(
                        database, OperationSettings.defaults(), Clock.systemUTC(), new Random(2));
        send("CreateTable", CREATE.getBytes(StandardCharsets.UTF_8));
        return operations;
    }

    private static Response send(String operation, byte[] body) {
        return operations.execute(
                new Call(
                        Optional.of("DynamoDB_20120810." + operation),
                        body,
                        "000000000000",
                        "us-east-1"));
    }
}
