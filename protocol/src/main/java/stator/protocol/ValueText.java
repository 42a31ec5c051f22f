package stator.protocol;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.protocol.DocumentReader.ReadItem;
import stator.protocol.DocumentReader.ReadValue;

/**
 * The text of a value inside of AWS's messages: that of its Java service's objects, {@code
 * WriteRequest(putRequest=…, deleteRequest=null)}, or JSON.
 */
final class ValueText {
    /** The members of AWS's own AttributeValue class, in its order. */
    private static final List<String> VALUE_MEMBERS =
            List.of(
                    "s",
                    "n",
                    "b",
                    "iNT",
                    "dECIMAL",
                    "dOUBLE",
                    "sS",
                    "nS",
                    "bS",
                    "iNTSET",
                    "dECIMALSET",
                    "dOUBLESET",
                    "m",
                    "l",
                    "nULL",
                    "bOOL");

    private final StringBuilder text = new StringBuilder();

    private ValueText() {}

    /** The text of a value as {@link RequestReader} keeps it. */
    static String of(Object value) {
        ValueText text = new ValueText();
        text.append(value);
        return text.text.toString();
    }

    /** The JSON of a value as {@link RequestReader} keeps it. */
    static String json(Object value) {
        ResponseWriter writer = new ResponseWriter(256);
        write(value, writer);
        return writer.toString();
    }

    private void append(Object value) {
        switch (value) {
            case null -> text.append("null");
            case Struct struct -> appendStruct(struct);
            case List<?> list -> appendList(list);
            case Map<?, ?> map -> appendMap(map);
            case ReadItem read -> appendItem(read.item());
            case ReadValue read -> appendValue(read.value());
            default -> text.append(value);
        }
    }

    private void appendStruct(Struct struct) {
        text.append(struct.shape().name()).append('(');
        for (int i = 0; i < struct.shape().size(); i++) {
            String name = struct.shape().member(i).name();
            text.append(i == 0 ? "" : ", ")
                    .append(Character.toLowerCase(name.charAt(0)))
                    .append(name, 1, name.length())
                    .append('=');
            append(struct.valueAt(i));
        }
        if (struct.shape().name().equals("PutRequest")) {
            // A member of AWS's own that its public model does not have.
            text.append(", workloadProfileName=null");
        }
        text.append(')');
    }

    private void appendList(List<?> elements) {
        text.append('[');
        for (int i = 0; i < elements.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            append(elements.get(i));
        }
        text.append(']');
    }

    private void appendMap(Map<?, ?> map) {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text.append(separator).append(entry.getKey()).append('=');
            append(entry.getValue());
            separator = ", ";
        }
        text.append(map.isEmpty() ? "{}" : "}");
    }

    private void appendItem(Item item) {
        text.append('{');
        for (Iterator<Item.Attribute> attributes = item.iterator(); attributes.hasNext(); ) {
            Item.Attribute attribute = attributes.next();
            text.append(attribute.name()).append('=');
            appendValue(attribute.value());
            text.append(attributes.hasNext() ? ", " : "");
        }
        text.append('}');
    }

    private void appendValue(AttributeValue value) {
        text.append("AttributeValue(");
        for (int i = 0; i < VALUE_MEMBERS.size(); i++) {
            String member = VALUE_MEMBERS.get(i);
            text.append(i == 0 ? "" : ", ").append(member).append('=');
            if (member.equalsIgnoreCase(value.type().name())) {
                appendContent(value);
            } else {
                text.append("null");
            }
        }
        text.append(')');
    }

    private void appendContent(AttributeValue value) {
        switch (value.type()) {
            case S, N -> text.append(value.text());
            case B -> text.append(bufferText(value));
            case NULL -> text.append(true);
            case BOOL -> text.append(value.bool());
            case M -> appendItem(value.map());
            case L -> appendAll(value.list());
            case SS, NS, BS -> appendElements(value.elements());
        }
    }

    private void appendAll(List<AttributeValue> values) {
        text.append('[');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            appendValue(values.get(i));
        }
        text.append(']');
    }

    private void appendElements(List<AttributeValue> elements) {
        text.append('[');
        for (int i = 0; i < elements.size(); i++) {
            text.append(i == 0 ? "" : ", ");
            appendContent(elements.get(i));
        }
        text.append(']');
    }

    /** What Java's ByteBuffer says of itself. */
    private static String bufferText(AttributeValue value) {
        assert value.type() == AttributeType.B;
        int length = value.binaryLength();
        return "java.nio.HeapByteBuffer[pos=0 lim=" + length + " cap=" + length + "]";
    }

    private static void write(Object value, ResponseWriter writer) {
        switch (value) {
            case Struct struct -> {
                writer.startObject();
                for (int i = 0; i < struct.shape().size(); i++) {
                    if (struct.valueAt(i) != null) {
                        writer.field(struct.shape().member(i).name());
                        write(struct.valueAt(i), writer);
                    }
                }
                writer.endObject();
            }
            case Map<?, ?> map -> {
                writer.startObject();
                map.forEach((name, element) -> {
                    writer.field((String) name);
                    write(element, writer);
                });
                writer.endObject();
            }
            case List<?> list -> {
                writer.startArray();
                list.forEach(element -> write(element, writer));
                writer.endArray();
            }
            case ReadItem read -> writer.item(read.item());
            case ReadValue read -> writer.value(read.value());
            case Boolean bool -> writer.bool(bool);
            case Number number -> writer.number(number.longValue());
            case null -> writer.string("null");
            default -> writer.string(value.toString());
        }
    }
}
