package stator.operation.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stator.model.AttributeType;
import stator.model.Item;

/** What is read from files of items, and what is refused. */
class ItemFormatTest {
    private static final Map<String, AttributeType> KEY_TYPES =
            Map.of("pk", AttributeType.S, "sk", AttributeType.N);

    /** Items and refusals, one line each. */
    private static String read(ItemFormat format, CsvOptions csv, String file) throws IOException {
        List<String> lines = new ArrayList<>();
        RecordSink<Item> sink =
                new RecordSink<>() {
                    @Override
                    public void add(Item item) {
                        lines.add(item.toString());
                    }

                    @Override
                    public void refuse(String why) {
                        lines.add("refused");
                    }
                };
        format.read(
                new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)),
                KEY_TYPES,
                csv,
                sink);
        return String.join("\n", lines);
    }

    private static String json(String file) throws IOException {
        return read(ItemFormat.DYNAMODB_JSON, CsvOptions.DEFAULT, file);
    }

    private static String ion(String file) throws IOException {
        return read(ItemFormat.ION, CsvOptions.DEFAULT, file);
    }

    private static String csv(String file) throws IOException {
        return read(ItemFormat.CSV, CsvOptions.DEFAULT, file);
    }

    @Test
    void jsonHasOneItemALine() throws IOException {
        assertEquals(
                json("{\"Item\":{\"pk\":{\"S\":\"a\"}}}")
                        + "\n"
                        + json("{\"Item\":{\"pk\":{\"S\":\"b\"}}}"),
                json("{\"Item\":{\"pk\":{\"S\":\"a\"}}}\r\n\n{\"Item\":{\"pk\":{\"S\":\"b\"}}}\n"));
    }

    @Test
    void aLineThatIsNoJsonEndsTheFile() throws IOException {
        String item = "{\"Item\":{\"pk\":{\"S\":\"a\"}}}";
        assertEquals(json(item) + "\nrefused", json(item + "\nnonsense\n" + item));
    }

    @Test
    void aLineThatIsNoItemIsRefused() throws IOException {
        String item = "{\"Item\":{\"pk\":{\"S\":\"a\"}}}";
        assertEquals("refused\n" + json(item), json("{\"Item\":{\"pk\":{\"N\":\"x\"}}}\n" + item));
        assertEquals("refused", json("{\"Other\":1}\n" + item));
    }

    @Test
    void ionHasAllTypes() throws IOException {
        assertEquals(
                json(
                        "{\"Item\":{\"s\":{\"S\":\"a\"},\"n\":{\"N\":\"1.5\"},\"i\":{\"N\":\"12\"},"
                                + "\"b\":{\"B\":\"AQI=\"},\"t\":{\"BOOL\":true},\"z\":{\"NULL\":true},"
                                + "\"l\":{\"L\":[{\"S\":\"x\"},{\"N\":\"1\"}]},"
                                + "\"m\":{\"M\":{\"k\":{\"S\":\"v\"}}},\"ss\":{\"SS\":[\"a\",\"b\"]},"
                                + "\"ns\":{\"NS\":[\"1\",\"2\"]},\"bs\":{\"BS\":[\"AQI=\"]}}}"),
                ion(
                        "$ion_1_0 {Item:{s:\"a\",n:1.5,i:12.,b:{{AQI=}},t:true,z:null,l:[\"x\",1.],"
                                + "m:{k:\"v\"},ss:$dynamodb_SS::[\"a\",\"b\"],"
                                + "ns:$dynamodb_NS::[1.,2.],bs:$dynamodb_BS::[{{AQI=}}]}}"));
    }

    @Test
    void whatHasNoTypeOfDynamoDbIsRefusedInIon() throws IOException {
        assertEquals(
                "refused\nrefused\n" + ion("{Item:{pk:\"a\"}}"),
                ion(
                        "$ion_1_0 {Item:{pk:2020-01-01T}} {Item:{a:$dynamodb_SS::[1.]}}"
                                + " {Item:{pk:\"a\"}}"));
    }

    @Test
    void csvHasTextsButForKeys() throws IOException {
        assertEquals(
                json("{\"Item\":{\"pk\":{\"S\":\"a\"},\"sk\":{\"N\":\"1\"},\"x\":{\"S\":\"2\"}}}"),
                csv("pk,sk,x\na,1,2\n"));
    }

    @Test
    void csvFieldsMayBeQuotedAndEmpty() throws IOException {
        assertEquals(
                json("{\"Item\":{\"pk\":{\"S\":\"a,\\\"b\\\"\\nc\"},\"sk\":{\"N\":\"1\"}}}"),
                csv("pk,sk,x\r\n\"a,\"\"b\"\"\nc\",1,\r\n"));
    }

    @Test
    void csvRowsThatCannotBeItemsAreRefused() throws IOException {
        assertEquals("refused\nrefused\n" + csv("pk,sk\na,1"), csv("pk,sk\na,one\na,1,2\na,1"));
    }

    @Test
    void csvMayHaveAnotherDelimiterAndNoHeader() throws IOException {
        assertEquals(
                csv("pk,sk\na,1"),
                read(ItemFormat.CSV, new CsvOptions(';', List.of("pk", "sk"), false), "a;1"));
    }

    @Test
    void quotesThatAreNotNeededAreTakenUnlessStrict() throws IOException {
        assertEquals(csv("pk,sk\na,1"), csv("\"pk\",\"sk\"\n\"a\",\"1\""));
        assertEquals("refused", csv("\"pk,sk\na,1"));
        assertEquals(
                "refused", read(ItemFormat.CSV, new CsvOptions(',', List.of("pk"), true), "\"a\""));
    }

    @Test
    void emptyFilesHoldNothing() throws IOException {
        assertEquals("", json("") + ion("") + csv("") + csv("pk,sk\n"));
    }
}
