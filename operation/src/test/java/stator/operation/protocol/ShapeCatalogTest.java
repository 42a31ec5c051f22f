package stator.operation.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class ShapeCatalogTest {
    private static final String MODEL = "META-INF/smithy/2012-08-10/dynamodb-2012-08-10.json";

    private final ShapeCatalog catalog = ShapeCatalog.load();

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

    @Test
    void everyInputIsAWellFormedShape() {
        for (String operation : catalog.operations()) {
            StructShape input = catalog.input(operation);
            boolean[] checked = new boolean[input.size()];
            for (int i = 0; i < input.size(); i++) {
                assertEquals(i, input.indexOf(input.member(i).name()), operation);
                assertNotNull(input.member(i).shape());
                checked[input.checked(i)] = true;
            }
            for (boolean each : checked) {
                assertTrue(each, operation);
            }
            assertEquals(-1, input.indexOf("NoSuchMember"));
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
