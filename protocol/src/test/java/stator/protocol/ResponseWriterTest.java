package stator.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.Item;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class ResponseWriterTest {
    private final ResponseWriter writer = new ResponseWriter(1);

    @Test
    void writesMembersWithCommasBetweenThem() {
        writer.startObject()
                .member("a", "x")
                .member("b", 3)
                .member("c", 1.0)
                .member("d", true)
                .field("e")
                .startArray()
                .startObject()
                .endObject()
                .number(1)
                .startArray()
                .endArray()
                .string("")
                .endArray()
                .member("f", Instant.ofEpochMilli(1_363_801_701_282L))
                .endObject();
        assertEquals(
                "{\"a\":\"x\",\"b\":3,\"c\":1.0,\"d\":true,\"e\":[{},1,[],\"\"],\"f\":1363801701.282}",
                writer.toString());
    }

    @Test
    void writesEveryTypeOfValue() {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        attributes.put("s", AttributeValue.string("ü\"\\\n\u0001€😀/"));
        attributes.put("n", AttributeValue.number(DecimalNumber.parse("-1.50e2")));
        attributes.put("b", AttributeValue.binary(new byte[] {0, 1, 2, (byte) 0xff}));
        attributes.put("t", AttributeValue.bool(true));
        attributes.put("f", AttributeValue.bool(false));
        attributes.put("0", AttributeValue.NULL);
        attributes.put(
                "ss",
                AttributeValue.set(
                        AttributeType.SS,
                        List.of(AttributeValue.string("a"), AttributeValue.string("b"))));
        attributes.put("l", AttributeValue.list(List.of(AttributeValue.number(1))));
        attributes.put("m", AttributeValue.map(Item.of("x\t", AttributeValue.list(List.of()))));
        writer.item(Item.of(attributes));
        assertEquals(
                "{\"s\":{\"S\":\"ü\\\"\\\\\\n\\u0001€😀/\"},\"n\":{\"N\":\"-150\"},"
                        + "\"b\":{\"B\":\"AAEC/w==\"},\"t\":{\"BOOL\":true},\"f\":{\"BOOL\":false},"
                        + "\"0\":{\"NULL\":true},\"ss\":{\"SS\":[\"a\",\"b\"]},"
                        + "\"l\":{\"L\":[{\"N\":\"1\"}]},\"m\":{\"M\":{\"x\\t\":{\"L\":[]}}}}",
                writer.toString());
    }

    @Test
    void writesTextsThatAnyParserReadsBack() {
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            assertReadBack(randomText(random));
        }
    }

    /** Texts are looked at by eight bytes at a time. */
    @Test
    void escapesEachCharacterInEachPlace() {
        for (char c = 0; c <= 0x80; c++) {
            for (int place = 0; place < 20; place++) {
                String text = "!".repeat(place) + c + "\u007f".repeat(place % 9);
                assertReadBack(text);
            }
        }
    }

    private void assertReadBack(String text) {
        writer.clear();
        writer.startArray()
                .string(text)
                .value(AttributeValue.string(text))
                .item(Item.of(text, AttributeValue.NULL))
                .endArray();
        assertEquals(List.of(text, text, text), texts());
    }

    /** The string values and names of the JSON but for type descriptors. */
    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        byte[] bytes = writer.toString().getBytes(StandardCharsets.UTF_8);
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
            int depth = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                depth +=
                        token == JsonToken.START_OBJECT
                                ? 1
                                : token == JsonToken.END_OBJECT ? -1 : 0;
                boolean name = token == JsonToken.PROPERTY_NAME && depth == 1;
                boolean descriptor = name && parser.currentName().equals("S") && texts.size() == 1;
                if (token == JsonToken.VALUE_STRING || name && !descriptor) {
                    texts.add(parser.getString());
                }
            }
        }
        return texts;
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        for (int i = 0; i < length; i++) {
            switch (random.nextInt(5)) {
                case 0 -> text.append((char) random.nextInt(0x20));
                case 1 -> text.append("\"\\/".charAt(random.nextInt(3)));
                case 2 -> text.appendCodePoint(0x1F600 + random.nextInt(64));
                case 3 -> text.append((char) (0x80 + random.nextInt(0xD000)));
                default -> text.append((char) (0x20 + random.nextInt(0x5f)));
            }
        }
        return text.toString();
    }
}
