package stator.tool.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * An answer of Scan. Items are not taken apart: each is the JSON that the service sent, so that
 * nothing in it can change on the way.
 *
 * @param items each a JSON object with typed values
 * @param lastKey where to go on, as JSON; empty on the last page
 */
public record ScanPage(List<byte[]> items, Optional<byte[]> lastKey) {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    static ScanPage read(byte[] answer) {
        List<byte[]> items = new ArrayList<>();
        Optional<byte[]> lastKey = Optional.empty();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), answer)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                JsonToken token = parser.nextToken();
                if (name.equals("Items") && token == JsonToken.START_ARRAY) {
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        items.add(object(parser, answer));
                    }
                } else if (name.equals("LastEvaluatedKey") && token == JsonToken.START_OBJECT) {
                    lastKey = Optional.of(object(parser, answer));
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JacksonException e) {
            throw new ToolException("The endpoint does not answer with JSON. Is it DynamoDB's?", e);
        }
        return new ScanPage(items, lastKey);
    }

    private static byte[] object(JsonParser parser, byte[] answer) {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        int end = (int) parser.currentTokenLocation().getByteOffset() + 1;
        return Arrays.copyOfRange(answer, start, end);
    }
}
