package stator.tool.item;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.Item;
import stator.operation.format.RecordSink;

/**
 * Gives the texts of CSV the types that they look like: {@code 1.5} is a number, {@code true} a
 * boolean, {@code {"SS":["a"]}} a set. What begins with a zero it does not need stays a text.
 */
public final class InferredTypes implements RecordSink<Item> {
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");
    private static final Pattern TYPED = Pattern.compile("(?s)\\{\"(B|NULL|M|L|SS|NS|BS)\":.*\\}");
    private static final Set<String> BOOLEANS = Set.of("true", "false");
    private static final String NAME = "a";

    private final RecordSink<Item> sink;
    private final Set<String> keys;
    private final ItemJson json = new ItemJson();

    /**
     * @param keys whose types are known already
     */
    public InferredTypes(RecordSink<Item> sink, Set<String> keys) {
        this.sink = sink;
        this.keys = Set.copyOf(keys);
    }

    @Override
    public void add(Item item) throws IOException {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (Item.Attribute attribute : item) {
            boolean isKnown =
                    keys.contains(attribute.name()) || attribute.value().type() != AttributeType.S;
            attributes.put(
                    attribute.name(), isKnown ? attribute.value() : infer(attribute.value()));
        }
        sink.add(Item.of(attributes));
    }

    private AttributeValue infer(AttributeValue value) {
        String text = value.text();
        if (BOOLEANS.contains(text)) {
            return AttributeValue.bool(text.equals("true"));
        }
        try {
            if (NUMBER.matcher(text).matches()) {
                return AttributeValue.number(DecimalNumber.parse(text));
            }
            if (TYPED.matcher(text).matches()) {
                String item = "{\"" + NAME + "\":" + text + "}";
                return json.read(item.getBytes(StandardCharsets.UTF_8)).get(NAME);
            }
        } catch (RuntimeException looksSoOnly) {
            return value;
        }
        return value;
    }

    @Override
    public void refuse(String why) throws IOException {
        sink.refuse(why);
    }
}
