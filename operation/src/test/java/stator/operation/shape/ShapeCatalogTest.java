package stator.operation.shape;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import stator.model.ApiException;
import stator.protocol.RequestReader;
import stator.protocol.RequestRules;
import stator.protocol.shape.ShapeCatalog;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class ShapeCatalogTest {
    private static final String MODEL = "META-INF/smithy/2012-08-10/dynamodb-2012-08-10.json";

    private final ShapeCatalog catalog = DynamoDbShapes.load();

    @Test
    void hasEveryOperationOfTheModelAndOfTheOverlay() throws IOException {
        Set<String> expected = operationsOfTheModel();
        assertEquals(58, expected.size());
        expected.addAll(
                Set.of(
                        "StartBulkPutItems",
                        "DescribeBulkOperation",
                        "ListBulkOperations",
                        "CancelBulkOperation",
                        "ListStreams",
                        "DescribeStream",
                        "GetShardIterator",
                        "GetRecords"));
        assertEquals(expected, catalog.operations());
    }

    /** Shapes are made when they are first asked for, and check themselves. */
    @Test
    void everyInputIsAWellFormedShape() {
        RequestReader reader = new RequestReader(catalog);
        for (String operation : catalog.operations()) {
            RequestRules rules = () -> operation;
            try {
                assertFalse(reader.read(rules, "{}".getBytes(UTF_8)).has("NoSuchMember"));
            } catch (ApiException e) {
                String refusal = e.getMessage();
                assertTrue(
                        refusal.contains("must not be null") || refusal.contains("is required"),
                        refusal);
            }
        }
    }

    private static Set<String> operationsOfTheModel() throws IOException {
        Set<String> operations = new TreeSet<>();
        try (InputStream stream =
                        ShapeCatalogTest.class.getClassLoader().getResourceAsStream(MODEL);
                JsonParser parser =
                        new JsonFactory().createParser(ObjectReadContext.empty(), stream)) {
            String shape = "";
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                switch (token) {
                    case START_OBJECT -> depth++;
                    case END_OBJECT -> depth--;
                    case PROPERTY_NAME -> shape = depth == 2 ? parser.currentName() : shape;
                    case VALUE_STRING -> {
                        if (depth == 3
                                && parser.currentName().equals("type")
                                && parser.getString().equals("operation")) {
                            operations.add(shape.substring(shape.indexOf('#') + 1));
                        }
                    }
                    default -> {}
                }
            }
        }
        return operations;
    }
}
