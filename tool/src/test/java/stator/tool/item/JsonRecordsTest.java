package stator.tool.item;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stator.model.AttributeType;
import stator.model.Item;
import stator.operation.format.RecordSink;

/** The forms of JSON in which people have items. */
class JsonRecordsTest {
    private static List<String> read(String file, JsonRecords.Form form) throws IOException {
        List<String> lines = new ArrayList<>();
        RecordSink<Item> sink =
                new RecordSink<>() {
                    @Override
                    public void add(Item item) {
                        lines.add(PlainJson.write(item));
                    }

                    @Override
                    public void refuse(String why) {
                        lines.add("refused");
                    }
                };
        new JsonRecords(
                        new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                        Map.of("pk", AttributeType.S, "b", AttributeType.B),
                        form,
                        sink)
                .read();
        return lines;
    }

    private static List<String> read(String file) throws IOException {
        return read(file, JsonRecords.Form.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Item\":{\"pk\":{\"S\":\"a\"}}}\n{\"Item\":{\"pk\":{\"S\":\"b\"}}}\n",
                "{\"pk\":{\"S\":\"a\"}}\r\n\r\n{\"pk\":{\"S\":\"b\"}}",
                "{\"pk\":\"a\"}\n{\"pk\":\"b\"}",
                "[{\"pk\":\"a\"},{\"pk\":\"b\"}]",
                "[\n  {\"pk\": {\"S\": \"a\"}},\n  {\"pk\": {\"S\": \"b\"}}\n]\n",
                "{\"Items\":[{\"pk\":{\"S\":\"a\"}},{\"pk\":{\"S\":\"b\"}}],\"Count\":2}",
                "{\"Count\":2,\n\"ScannedCount\":2,\n\"Items\":[\n{\"pk\":{\"S\":\"a\"}},\n{\"pk\":{\"S\":\"b\"}}],"
                        + "\"ConsumedCapacity\":null}",
                "{\n\"Items\":[{\"pk\":{\"S\":\"a\"}}]}\n{\n\"Items\":[{\"pk\":{\"S\":\"b\"}}]}",
                "{\n\"pk\": \"a\"\n}\n{\n\"pk\": \"b\"\n}"
            })
    void readsTwoItems(String file) throws IOException {
        assertEquals(List.of("{\"pk\":\"a\"}", "{\"pk\":\"b\"}"), read(file));
    }

    @Test
    void aBadLineDoesNoHarmToTheOthers() throws IOException {
        assertEquals(
                List.of("{\"pk\":\"a\"}", "refused", "refused", "refused", "{\"pk\":\"b\"}"),
                read(
                        """
                        {"pk":{"S":"a"}}
                        {"pk":{"S":
                        {"pk":{"N":"no number"}}
                        7
                        {"pk":{"S":"b"}}
                        """));
    }

    @Test
    void whatFollowsDamageInADocumentIsRefusedAsOne() throws IOException {
        assertEquals(
                List.of("{\"pk\":\"a\"}", "refused"),
                read("{\"Items\": [\n{\"pk\":{\"S\":\"a\"}},\n{\"pk\":}\n]}"));
    }

    @Test
    void plainItemsHaveTheTypesOfTheirJsonAndKeysThoseOfTheTable() throws IOException {
        assertEquals(
                List.of(
                        "{\"pk\":\"1\",\"b\":\"AAE=\",\"n\":12345678901234567890,\"f\":false,"
                                + "\"l\":[1,null,{}],\"m\":{\"x\":-1.5}}"),
                read(
                        "{\"pk\":\"1\",\"b\":\"AAE=\",\"n\":12345678901234567890,\"f\":false,"
                                + "\"l\":[1,null,{}],\"m\":{\"x\":-1.50}}"));
    }

    @Test
    void anAttributeThatIsCalledItemsIsNoAnswerIfThatIsSaid() throws IOException {
        String line = "{\"Items\":[{\"a\":1}],\"pk\":\"a\"}";
        assertEquals(List.of(line), read(line, JsonRecords.Form.PLAIN));
        assertEquals(List.of("{\"a\":1}"), read(line));
    }

    @Test
    void anEmptyFileHasNoItems() throws IOException {
        assertEquals(List.of(), read(""));
        assertEquals(List.of(), read("\n \n"));
    }
}
