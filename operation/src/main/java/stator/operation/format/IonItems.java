package stator.operation.format;

import com.amazon.ion.IonException;
import com.amazon.ion.IonReader;
import com.amazon.ion.IonType;
import com.amazon.ion.system.IonReaderBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import stator.expression.ExpressionCache;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.ErrorCode;
import stator.model.Item;
import stator.protocol.RequestReader;

/**
 * Structs of Amazon Ion, text or binary: {@code {Item:{pk:"a",n:1.5,set:$dynamodb_SS::["x"]}}}. A
 * list with one of the annotations of sets is a set.
 *
 * <p>The types are those of AWS's guide (S3 import formats): of Ion's numbers decimals alone, no
 * symbols, clobs, s-expressions and timestamps. Other annotations mean nothing.
 */
final class IonItems {
    private static final String ITEM = "Item";
    private static final int NESTING_LEVELS_MAX = 32;
    private static final Map<String, AttributeType> SETS =
            Map.of(
                    "$dynamodb_SS", AttributeType.SS,
                    "$dynamodb_NS", AttributeType.NS,
                    "$dynamodb_BS", AttributeType.BS);

    private final InputStream in;

    IonItems(InputStream in) {
        this.in = in;
    }

    /** Shows all items. What is no Ion ends the file. */
    void read(RecordSink<Item> sink) throws IOException {
        read(Set.of(ITEM), record -> record.get(ITEM).map(), sink);
    }

    /** Shows all items with their conditions, in the same way. */
    void readPuts(RecordSink<PutRecord> sink) throws IOException {
        ExpressionCache expressions = new ExpressionCache(PutRecord.EXPRESSIONS_MAX);
        read(PutRecord.MEMBERS, struct -> PutRecord.of(struct, expressions), sink);
    }

    private <R> void read(Set<String> wanted, Function<Item, R> meaning, RecordSink<R> sink)
            throws IOException {
        try (IonReader reader = IonReaderBuilder.standard().build(in)) {
            while (reader.next() != null) {
                try {
                    sink.add(meaning.apply(record(reader, wanted)));
                } catch (ApiException e) {
                    sink.refuse(e.getMessage());
                    if (e.code() == ErrorCode.SERIALIZATION) {
                        return;
                    }
                } catch (IllegalArgumentException | InvalidExpressionException e) {
                    sink.refuse(e.getMessage());
                }
            }
        } catch (IonException e) {
            sink.refuse("This is no Ion: " + e.getMessage());
        }
    }

    /** The wanted members of a record; it has an item at least, or an import's file ends. */
    private static Item record(IonReader reader, Set<String> wanted) {
        Map<String, AttributeValue> members = new LinkedHashMap<>();
        if (reader.getType() == IonType.STRUCT && !reader.isNullValue()) {
            forEachIn(
                    reader,
                    () -> {
                        if (wanted.contains(reader.getFieldName())) {
                            members.put(reader.getFieldName(), value(reader, 0));
                        }
                    });
        }
        AttributeValue item = members.get(ITEM);
        if (item == null || item.type() != AttributeType.M) {
            throw wanted.size() == 1
                    ? RequestReader.noItem()
                    : ApiException.validation("There is no struct with a member Item");
        }
        return Item.of(members);
    }

    /**
     * Does something with each value of a container. What is wrong with a value ends that, and the
     * next record can be read; but in what is no Ion there is no way on, not even out.
     */
    private static void forEachIn(IonReader reader, Runnable work) {
        reader.stepIn();
        try {
            while (reader.next() != null) {
                work.run();
            }
        } catch (IonException noWayOn) {
            throw noWayOn;
        } catch (RuntimeException wrongValue) {
            reader.stepOut();
            throw wrongValue;
        }
        reader.stepOut();
    }

    private static Item struct(IonReader reader, int level) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        forEachIn(
                reader,
                () -> {
                    String name = text(reader.getFieldName());
                    AttributeNames.require(name);
                    attributes.put(name, value(reader, level));
                });
        return Item.of(attributes);
    }

    private static AttributeValue value(IonReader reader, int level) {
        if (level > NESTING_LEVELS_MAX) {
            throw new IllegalArgumentException("Nesting Levels have exceeded supported limits");
        }
        if (reader.isNullValue()) {
            return AttributeValue.NULL;
        }
        return switch (reader.getType()) {
            case BOOL -> AttributeValue.bool(reader.booleanValue());
            case DECIMAL ->
                    AttributeValue.number(DecimalNumber.parse(reader.bigDecimalValue().toString()));
            case STRING -> AttributeValue.string(text(reader.stringValue()));
            case BLOB -> AttributeValue.binary(reader.newBytes());
            case LIST -> list(reader, level);
            case STRUCT -> AttributeValue.map(struct(reader, level + 1));
            case NULL, INT, FLOAT, SYMBOL, CLOB, SEXP, TIMESTAMP, DATAGRAM ->
                    throw new IllegalArgumentException(
                            "The Ion type " + reader.getType() + " has no type of DynamoDB");
        };
    }

    /** Ion can write halves of surrogate pairs, which are no text. */
    private static String text(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("A text is no Unicode");
        }
        return text;
    }

    private static AttributeValue list(IonReader reader, int level) {
        AttributeType set = null;
        for (String annotation : reader.getTypeAnnotations()) {
            set = SETS.getOrDefault(annotation, set);
        }
        List<AttributeValue> elements = new ArrayList<>();
        forEachIn(reader, () -> elements.add(value(reader, level + 1)));
        return set == null ? AttributeValue.list(elements) : set(set, elements);
    }

    private static AttributeValue set(AttributeType type, List<AttributeValue> elements) {
        AttributeType elementType =
                switch (type) {
                    case SS -> AttributeType.S;
                    case NS -> AttributeType.N;
                    default -> AttributeType.B;
                };
        if (elements.isEmpty()
                || elements.stream().anyMatch(element -> element.type() != elementType)
                || elements.stream().distinct().count() < elements.size()) {
            throw new IllegalArgumentException("This is no set of type " + type);
        }
        return AttributeValue.set(type, elements);
    }
}
