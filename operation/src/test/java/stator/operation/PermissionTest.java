package stator.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import stator.door.Access;
import stator.door.Authorizer.Verdict;
import stator.identity.Principal;
import stator.identity.policy.AccessRequest;
import stator.identity.policy.Caller;
import stator.identity.policy.Decision;
import stator.identity.policy.Policy;
import stator.identity.policy.PolicySet;
import stator.identity.policy.PolicySource;
import stator.identity.policy.RequestValues;

/** What policies let a caller do with tables and items, in AWS's words. */
class PermissionTest {
    private static final String ACCOUNT = "000000000000";
    private static final String OTHER_ACCOUNT = "111122223333";
    private static final String TABLES = "arn:aws:dynamodb:us-east-1:000000000000:table/";

    /** Alice may use the items of her own key, and of them what others may know. */
    private static final String FINE_GRAINED =
            """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow",
             "Action":["dynamodb:GetItem","dynamodb:BatchGetItem","dynamodb:Query","dynamodb:PutItem",
              "dynamodb:UpdateItem","dynamodb:DeleteItem","dynamodb:BatchWriteItem",
              "dynamodb:ConditionCheckItem","dynamodb:PartiQL*","dynamodb:Scan"],
             "Resource":["arn:aws:dynamodb:us-east-1:000000000000:table/Scores",
              "arn:aws:dynamodb:us-east-1:000000000000:table/Scores/index/*"],
             "Condition":{
              "ForAllValues:StringEquals":{
               "dynamodb:LeadingKeys":["${aws:username}"],
               "dynamodb:Attributes":["user","game","points"]},
              "Null":{"dynamodb:LeadingKeys":"false"},
              "StringEqualsIfExists":{
               "dynamodb:Select":"SPECIFIC_ATTRIBUTES",
               "dynamodb:ReturnValues":["NONE","UPDATED_OLD","UPDATED_NEW"]}}}}\
            """;

    private final TestOperations operations = new TestOperations();

    @BeforeEach
    void makeTables() {
        create("Scores");
        create("Other");
        operations.call("PutItem", "{\"TableName\":\"Scores\",\"Item\":" + item("alice") + "}");
    }

    private void create(String name) {
        String key =
                "\"AttributeDefinitions\":[{\"AttributeName\":\"user\",\"AttributeType\":\"S\"},"
                        + "{\"AttributeName\":\"game\",\"AttributeType\":\"S\"}],"
                        + "\"KeySchema\":[{\"AttributeName\":\"user\",\"KeyType\":\"HASH\"},"
                        + "{\"AttributeName\":\"game\",\"KeyType\":\"RANGE\"}],"
                        + "\"GlobalSecondaryIndexes\":[{\"IndexName\":\"byGame\",\"KeySchema\":"
                        + "[{\"AttributeName\":\"game\",\"KeyType\":\"HASH\"}],"
                        + "\"Projection\":{\"ProjectionType\":\"ALL\"}}],"
                        + "\"BillingMode\":\"PAY_PER_REQUEST\"";
        operations.call("CreateTable", "{\"TableName\":\"" + name + "\"," + key + "}");
    }

    @AfterEach
    void close() {
        operations.close();
    }

    private static String item(String user) {
        return "{\"user\":{\"S\":\""
                + user
                + "\"},\"game\":{\"S\":\"go\"},\"points\":{\"N\":\"1\"}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    GetItem; {T, "Key":K(alice), "ProjectionExpression":"points"};
                    GetItem; {T, "Key":K(alice), "AttributesToGet":["points"]};
                    GetItem; {T, "Key":K(bob), "ProjectionExpression":"points"}; GetItem on Scores
                    GetItem; {T, "Key":K(alice)}; GetItem on Scores
                    GetItem; {T, "Key":K(alice), "ProjectionExpression":"secret"}; GetItem on Scores
                    GetItem; {T, "Key":K(alice), "ProjectionExpression":"#s", "ExpressionAttributeNames":{"#s":"secret"}}; GetItem on Scores
                    GetItem; {"TableName":"Other", "Key":K(alice), "ProjectionExpression":"points"}; GetItem on Other
                    GetItem; {"TableName":"Missing", "Key":K(alice)}; GetItem on Missing
                    GetItem; {"TableName":"arn:aws:dynamodb:us-east-1:000000000000:table/Other", "Key":K(alice)}; GetItem on Other
                    BatchGetItem; {"RequestItems":{"Scores":{"Keys":[K(alice)],"ProjectionExpression":"points"}}};
                    BatchGetItem; {"RequestItems":{"Scores":{"Keys":[K(alice),K(bob)],"ProjectionExpression":"points"}}}; BatchGetItem on Scores
                    BatchGetItem; {"RequestItems":{"Scores":{"Keys":[K(alice)],"ProjectionExpression":"points"},"Other":{"Keys":[K(alice)],"ProjectionExpression":"points"}}}; BatchGetItem on Other
                    BatchGetItem; {"RequestItems":{"Scores":{"Keys":[K(alice)]}}}; BatchGetItem on Scores
                    Query; {T, "KeyConditionExpression":"#u = :u", "ExpressionAttributeNames":{"#u":"user"}, "ExpressionAttributeValues":{":u":{"S":"alice"}}, "ProjectionExpression":"points"};
                    Query; {T, "KeyConditionExpression":"#u = :u", "ExpressionAttributeNames":{"#u":"user"}, "ExpressionAttributeValues":{":u":{"S":"bob"}}, "ProjectionExpression":"points"}; Query on Scores
                    Query; {T, "KeyConditionExpression":"#u = :u", "ExpressionAttributeNames":{"#u":"user"}, "ExpressionAttributeValues":{":u":{"S":"alice"}}}; Query on Scores
                    Query; {T, "KeyConditionExpression":"#u = :u", "ExpressionAttributeNames":{"#u":"user"}, "ExpressionAttributeValues":{":u":{"S":"alice"}}, "ProjectionExpression":"points", "FilterExpression":"secret = :u"}; Query on Scores
                    Query; {T, "KeyConditions":{"user":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"alice"}]}}, "AttributesToGet":["points"]};
                    Query; {T, "KeyConditions":{"user":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"bob"}]}}, "AttributesToGet":["points"]}; Query on Scores
                    Query; {T, "KeyConditions":{"user":{"ComparisonOperator":"EQ","AttributeValueList":[{"S":"alice"}]}}, "AttributesToGet":["points"], "QueryFilter":{"secret":{"ComparisonOperator":"NOT_NULL"}}}; Query on Scores
                    Query; {T, "IndexName":"byGame", "KeyConditionExpression":"game = :g", "ExpressionAttributeValues":{":g":{"S":"alice"}}, "ProjectionExpression":"points"};
                    Query; {T, "IndexName":"byGame", "KeyConditionExpression":"game = :g", "ExpressionAttributeValues":{":g":{"S":"go"}}, "ProjectionExpression":"points"}; Query on Scores/index/byGame
                    Scan; {T, "ProjectionExpression":"points"}; Scan on Scores
                    PutItem; {T, "Item":I(alice)};
                    PutItem; {T, "Item":I(bob)}; PutItem on Scores
                    PutItem; {T, "Item":{"user":{"S":"alice"},"game":{"S":"go"},"secret":{"S":"x"}}}; PutItem on Scores
                    PutItem; {T, "Item":I(alice), "ReturnValues":"ALL_OLD"}; PutItem on Scores
                    PutItem; {T, "Item":I(alice), "ConditionExpression":"secret = points"}; PutItem on Scores
                    PutItem; {T, "Item":I(alice), "ConditionExpression":"points < points", "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}; PutItem on Scores
                    PutItem; {T, "Item":I(alice), "Expected":{"secret":{"Exists":false}}}; PutItem on Scores
                    UpdateItem; {T, "Key":K(alice), "UpdateExpression":"SET points = points"};
                    UpdateItem; {T, "Key":K(alice), "UpdateExpression":"SET points = secret"}; UpdateItem on Scores
                    UpdateItem; {T, "Key":K(alice), "UpdateExpression":"REMOVE secret"}; UpdateItem on Scores
                    UpdateItem; {T, "Key":K(alice), "AttributeUpdates":{"secret":{"Action":"DELETE"}}}; UpdateItem on Scores
                    UpdateItem; {T, "Key":K(alice), "UpdateExpression":"SET points = points", "ReturnValues":"ALL_NEW"}; UpdateItem on Scores
                    UpdateItem; {T, "Key":K(bob), "UpdateExpression":"SET points = points"}; UpdateItem on Scores
                    DeleteItem; {T, "Key":K(alice)};
                    DeleteItem; {T, "Key":K(bob)}; DeleteItem on Scores
                    BatchWriteItem; {"RequestItems":{"Scores":[{"PutRequest":{"Item":I(alice)}}]}};
                    BatchWriteItem; {"RequestItems":{"Scores":[{"PutRequest":{"Item":I(alice)}},{"DeleteRequest":{"Key":K(bob)}}]}}; BatchWriteItem on Scores
                    TransactWriteItems; {"TransactItems":[{"Put":{T, "Item":I(alice)}}]};
                    TransactWriteItems; {"TransactItems":[{"Put":{T, "Item":I(alice)}},{"Delete":{T, "Key":K(bob)}}]}; DeleteItem on Scores
                    TransactWriteItems; {"TransactItems":[{"ConditionCheck":{T, "Key":K(bob), "ConditionExpression":"attribute_exists(points)"}}]}; ConditionCheckItem on Scores
                    TransactWriteItems; {"TransactItems":[{"Update":{T, "Key":K(alice), "UpdateExpression":"SET secret = points"}}]}; UpdateItem on Scores
                    TransactWriteItems; {"TransactItems":[{"Delete":{T, "Key":K(alice), "ReturnValuesOnConditionCheckFailure":"ALL_OLD"}}]}; DeleteItem on Scores
                    TransactGetItems; {"TransactItems":[{"Get":{T, "Key":K(alice), "ProjectionExpression":"points"}}]};
                    TransactGetItems; {"TransactItems":[{"Get":{T, "Key":K(alice), "ProjectionExpression":"points"}},{"Get":{T, "Key":K(bob), "ProjectionExpression":"points"}}]}; GetItem on Scores
                    ExecuteStatement; {"Statement":"SELECT points FROM Scores WHERE \\"user\\" = 'alice'"};
                    ExecuteStatement; {"Statement":"SELECT points FROM Scores WHERE \\"user\\" = ?", "Parameters":[{"S":"alice"}]};
                    ExecuteStatement; {"Statement":"SELECT points FROM Scores WHERE \\"user\\" = ?", "Parameters":[{"S":"bob"}]}; PartiQLSelect on Scores
                    ExecuteStatement; {"Statement":"SELECT points FROM Scores WHERE \\"user\\" IN ['alice','bob']"}; PartiQLSelect on Scores
                    ExecuteStatement; {"Statement":"SELECT points FROM Scores WHERE \\"user\\" = 'alice' OR points = 1"}; PartiQLSelect on Scores
                    ExecuteStatement; {"Statement":"SELECT * FROM Scores WHERE \\"user\\" = 'alice'"}; PartiQLSelect on Scores
                    ExecuteStatement; {"Statement":"SELECT points FROM Scores WHERE \\"user\\" = 'alice' AND secret = 1"}; PartiQLSelect on Scores
                    ExecuteStatement; {"Statement":"SELECT points FROM Scores"}; PartiQLSelect on Scores
                    ExecuteStatement; {"Statement":"SELECT points FROM Scores.byGame WHERE game = 'go'"}; PartiQLSelect on Scores/index/byGame
                    ExecuteStatement; {"Statement":"INSERT INTO Scores VALUE {'user':'alice','game':'chess'}"};
                    ExecuteStatement; {"Statement":"INSERT INTO Scores VALUE {'user':'bob','game':'chess'}"}; PartiQLInsert on Scores
                    ExecuteStatement; {"Statement":"UPDATE Scores SET points = 2 WHERE \\"user\\" = 'alice' AND game = 'go'"};
                    ExecuteStatement; {"Statement":"UPDATE Scores SET points = 2 WHERE \\"user\\" = 'bob' AND game = 'go'"}; PartiQLUpdate on Scores
                    ExecuteStatement; {"Statement":"UPDATE Scores SET secret = 2 WHERE \\"user\\" = 'alice' AND game = 'go'"}; PartiQLUpdate on Scores
                    ExecuteStatement; {"Statement":"UPDATE Scores SET points = 2 WHERE \\"user\\" = 'alice' AND game = 'go' RETURNING ALL NEW *"}; PartiQLUpdate on Scores
                    ExecuteStatement; {"Statement":"DELETE FROM Scores WHERE \\"user\\" = 'bob' AND game = 'go'"}; PartiQLDelete on Scores
                    ExecuteTransaction; {"TransactStatements":[{"Statement":"DELETE FROM Scores WHERE \\"user\\" = 'alice' AND game = 'go'"},{"Statement":"INSERT INTO Scores VALUE {'user':'bob','game':'chess'}"}]}; PartiQLInsert on Scores
                    DescribeTable; {T}; DescribeTable on Scores
                    ListTables; {}; ListTables on *
                    ListBackups; {T}; ListBackups on *
                    CreateTable; {"TableName":"New", "KeySchema":[{"AttributeName":"a","KeyType":"HASH"}], "AttributeDefinitions":[{"AttributeName":"a","AttributeType":"S"}], "BillingMode":"PAY_PER_REQUEST"}; CreateTable on New
                    """)
    void refusesWhatAPolicyDoesNotAllow(String operation, String request, String refused) {
        Response response = alice(operation, expanded(request), FINE_GRAINED);
        String body = text(response);
        if (refused == null) {
            assertEquals(200, response.status(), body);
            return;
        }
        String action = "dynamodb:" + refused.split(" on ")[0];
        String resource = refused.split(" on ")[1];
        assertEquals(
                "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"User:"
                        + " arn:aws:iam::000000000000:user/alice is not authorized to perform: "
                        + action
                        + " on resource: "
                        + (resource.equals("*") ? "*" : TABLES + resource)
                        + " because no identity-based policy allows the "
                        + action
                        + " action\"}",
                body);
        assertEquals(400, response.status());
    }

    /** T, K and I stand for a table, a key and an item. */
    private static String expanded(String request) {
        return request.replaceAll("\\{T\\b", "{\"TableName\":\"Scores\"")
                .replaceAll("K\\((\\w+)\\)", "{\"user\":{\"S\":\"$1\"},\"game\":{\"S\":\"go\"}}")
                .replaceAll(
                        "I\\((\\w+)\\)",
                        "{\"user\":{\"S\":\"$1\"},\"game\":{\"S\":\"go\"},\"points\":{\"N\":\"1\"}}");
    }

    @Test
    void refusesMembersOfABatchOfStatementsOneByOne() {
        String batch =
                "{\"Statements\":[{\"Statement\":\"SELECT points FROM Scores WHERE \\\"user\\\" ="
                        + " 'alice' AND game = 'go'\"},{\"Statement\":\"SELECT points FROM Scores"
                        + " WHERE \\\"user\\\" = 'bob' AND game = 'go'\"}]}";

        Response response = alice("BatchExecuteStatement", batch, FINE_GRAINED);

        assertEquals(
                "{\"Responses\":[{\"Item\":{\"points\":{\"N\":\"1\"}},\"TableName\":\"Scores\"},"
                        + "{\"Error\":{\"Code\":\"AccessDenied\",\"Message\":\"User:"
                        + " arn:aws:iam::000000000000:user/alice is not authorized to perform:"
                        + " dynamodb:PartiQLSelect on resource: "
                        + TABLES
                        + "Scores because no identity-based policy allows the"
                        + " dynamodb:PartiQLSelect action\"}}]}",
                text(response));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    dynamodb:EnclosingOperation; TransactWriteItems; TransactWriteItems; {"TransactItems":[{"Put":{T, "Item":I(alice)}}]}; true
                    dynamodb:EnclosingOperation; TransactWriteItems; PutItem; {T, "Item":I(alice)}; false
                    dynamodb:EnclosingOperation; ExecuteTransaction; ExecuteTransaction; {"TransactStatements":[{"Statement":"INSERT INTO Scores VALUE {'user':'bob','game':'chess'}"}]}; true
                    dynamodb:FullTableScan; false; ExecuteStatement; {"Statement":"SELECT * FROM Scores WHERE \\"user\\" = 'bob'"}; true
                    dynamodb:FullTableScan; false; ExecuteStatement; {"Statement":"SELECT * FROM Scores WHERE points = 1"}; false
                    dynamodb:FullTableScan; false; ExecuteStatement; {"Statement":"SELECT * FROM Scores"}; false
                    dynamodb:ReturnConsumedCapacity; NONE; GetItem; {T, "Key":K(alice), "ReturnConsumedCapacity":"NONE"}; true
                    dynamodb:ReturnConsumedCapacity; NONE; GetItem; {T, "Key":K(alice), "ReturnConsumedCapacity":"TOTAL"}; false
                    aws:ResourceTag/team; red; GetItem; {T, "Key":K(alice)}; true
                    aws:ResourceTag/team; blue; GetItem; {T, "Key":K(alice)}; false
                    aws:RequestTag/team; red; TagResource; {"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Scores","Tags":[{"Key":"team","Value":"red"}]}; true
                    aws:RequestTag/team; blue; TagResource; {"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Scores","Tags":[{"Key":"team","Value":"red"}]}; false
                    aws:TagKeys; team; UntagResource; {"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/Scores","TagKeys":["team"]}; true
                    """)
    void asksConditionKeys(
            String key, String value, String operation, String request, boolean may) {
        operations.call(
                "TagResource",
                "{\"ResourceArn\":\""
                        + TABLES
                        + "Scores\",\"Tags\":[{\"Key\":\"team\",\"Value\":\"red\"}]}");
        String policy =
                """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:*",
                "Resource":"*","Condition":{"%s":{"%s":"%s"}}}}\
                """
                        .formatted(
                                key.endsWith("FullTableScan") ? "Bool" : "StringEquals",
                                key,
                                value);

        Response response = alice(operation, expanded(request), policy);

        assertEquals(may ? 200 : 400, response.status(), text(response));
    }

    @Test
    void letsTheTablesPolicyAllowAndDeny() {
        putPolicy("Allow", "arn:aws:iam::000000000000:user/alice", "dynamodb:GetItem", "Scores");
        String get = expanded("{T, \"Key\":K(alice)}");
        assertEquals(200, alice("GetItem", get, "").status());
        assertEquals(400, alice("Scan", expanded("{T}"), "").status());

        putPolicy("Deny", "arn:aws:iam::000000000000:user/alice", "dynamodb:GetItem", "Scores");
        String everything =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                        + "\"Resource\":\"*\"}}";
        assertTrue(
                text(alice("GetItem", get, everything))
                        .endsWith(
                                "is not authorized to perform: dynamodb:GetItem on resource: "
                                        + TABLES
                                        + "Scores with an explicit deny in a resource-based"
                                        + " policy\"}"));
        assertEquals(200, alice("Scan", expanded("{T}"), everything).status());
    }

    @Test
    void letsBothSidesDecideAcrossAccounts() {
        String everything =
                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\","
                        + "\"Resource\":\"*\"}}";
        String get =
                "{\"TableName\":\"" + TABLES + "Scores\",\"Key\":" + expanded("K(alice)") + "}";

        Response before = call("GetItem", get, OTHER_ACCOUNT, everything);
        assertTrue(
                text(before)
                        .endsWith(
                                "User: arn:aws:iam::111122223333:user/alice is not authorized to"
                                        + " perform: dynamodb:GetItem on resource: "
                                        + TABLES
                                        + "Scores because no resource-based policy allows the"
                                        + " dynamodb:GetItem action\"}"),
                text(before));

        putPolicy("Allow", "arn:aws:iam::111122223333:user/alice", "dynamodb:GetItem", "Scores");

        Response after = call("GetItem", get, OTHER_ACCOUNT, everything);
        assertEquals("{\"Item\":" + item("alice") + "}", sorted(text(after)));
        assertTrue(
                text(call("GetItem", get, OTHER_ACCOUNT, ""))
                        .contains("because no identity-based policy allows"));
    }

    private static String sorted(String body) {
        return body.contains("alice") && body.contains("points")
                ? "{\"Item\":" + item("alice") + "}"
                : body;
    }

    private void putPolicy(String effect, String principal, String action, String table) {
        String policy =
                """
                {"Version":"2012-10-17","Statement":{"Effect":"%s","Principal":{"AWS":"%s"},
                "Action":"%s","Resource":"%s"}}\
                """
                        .formatted(effect, principal, action, TABLES + table);
        Response put =
                operations.call(
                        "PutResourcePolicy",
                        "{\"ResourceArn\":\""
                                + TABLES
                                + table
                                + "\",\"Policy\":\""
                                + policy.replace("\"", "\\\"").replace("\n", "")
                                + "\"}");
        assertEquals(200, put.status(), text(put));
    }

    private Response alice(String operation, String request, String policy) {
        return call(operation, request, ACCOUNT, policy);
    }

    private Response call(String operation, String request, String account, String policy) {
        String arn = "arn:aws:iam::" + account + ":user/alice";
        Principal alice =
                new Principal(
                        account,
                        arn,
                        "AIDA",
                        "",
                        "AKIDALICE",
                        "us-east-1",
                        InetAddress.getLoopbackAddress());
        List<PolicySource> policies =
                policy.isEmpty()
                        ? List.of()
                        : List.of(
                                new PolicySource(
                                        "p", "", Policy.parse(policy, Policy.Kind.IDENTITY)));
        return operations.call(
                operation,
                request,
                alice,
                accesses -> judged(accesses, new Caller(account, arn, ""), policies));
    }

    private static Verdict judged(
            List<Access> accesses, Caller caller, List<PolicySource> policies) {
        for (Access access : accesses) {
            RequestValues name = RequestValues.of(Map.of("aws:username", List.of("alice")));
            RequestValues values =
                    key -> name.of(key).isEmpty() ? access.values().of(key) : name.of(key);
            String resource = access.resources().getFirst();
            String[] parts = resource.split(":");
            AccessRequest asked =
                    new AccessRequest(
                            caller,
                            access.action(),
                            resource,
                            parts.length > 4 ? parts[4] : caller.account(),
                            values);
            Decision decision =
                    new PolicySet(policies, access.policies(), List.of(), List.of()).decide(asked);
            Optional<String> denial =
                    decision.isAllowed() ? Optional.empty() : Optional.of(decision.message(asked));
            if (denial.isPresent()) {
                return Verdict.denied(denial.get());
            }
        }
        return Verdict.ALLOWED;
    }

    private static String text(Response response) {
        return new String(response.body(), 0, response.length(), UTF_8);
    }
}
