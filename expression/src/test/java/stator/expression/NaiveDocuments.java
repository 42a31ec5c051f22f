package stator.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.Item;

/**
 * Documents as plain Java objects, to hold against the real ones: String, BigDecimal, {@link
 * Bytes}, Boolean, {@link Null}, {@link Elements}, List and Map.
 */
final class NaiveDocuments {
    /** Attributes that documents have, some of them in maps too; few, so that paths meet them. */
    static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    record Bytes(String hex) {}

    record Elements(AttributeType type, Set<Object> elements) {}

    enum Null {
        NULL
    }

    private final Random random;

    NaiveDocuments(Random random) {
        this.random = random;
    }

    Map<String, Object> document() {
        return map(3);
    }

    Object value() {
        return value(2);
    }

    Object scalar() {
        return switch (random.nextInt(3)) {
            case 0 -> text();
            case 1 -> number();
            default -> bytes();
        };
    }

    BigDecimal number() {
        return BigDecimal.valueOf(random.nextInt(40) - 20, random.nextInt(2)).stripTrailingZeros();
    }

    String text() {
        return letters("xyz");
    }

    Bytes bytes() {
        return new Bytes("0" + letters("0123").replaceAll("(.)(?!$)", "$10"));
    }

    Elements elements() {
        AttributeType type =
                List.of(AttributeType.SS, AttributeType.NS, AttributeType.BS)
                        .get(random.nextInt(3));
        Set<Object> elements = new HashSet<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            elements.add(
                    switch (type) {
                        case SS -> text();
                        case NS -> number();
                        case S, N, B, BS, M, L, NULL, BOOL -> bytes();
                    });
        }
        return new Elements(type, elements);
    }

    private String letters(String alphabet) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(3);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 10 : 6)) {
            case 0, 1, 2 -> scalar();
            case 3 -> random.nextBoolean();
            case 4 -> Null.NULL;
            case 5 -> elements();
            case 6, 7 -> {
                List<Object> list = new ArrayList<>();
                int count = random.nextInt(4);
                for (int i = 0; i < count; i++) {
                    list.add(value(depth - 1));
                }
                yield list;
            }
            default -> map(depth - 1);
        };
    }

    private Map<String, Object> map(int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String name : NAMES) {
            if (random.nextInt(3) > 0) {
                map.put(name, value(depth));
            }
        }
        return map;
    }

    static Item item(Map<String, Object> map) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        map.forEach((name, value) -> attributes.put(name, real(value)));
        return Item.of(attributes);
    }

    static AttributeValue real(Object value) {
        return switch (value) {
            case String text -> AttributeValue.string(text);
            case BigDecimal number ->
                    AttributeValue.number(DecimalNumber.parse(number.toPlainString()));
            case Bytes bytes -> AttributeValue.binary(HexFormat.of().parseHex(bytes.hex()));
            case Boolean bool -> AttributeValue.bool(bool);
            case Null none -> AttributeValue.NULL;
            case Elements set ->
                    AttributeValue.set(
                            set.type(), set.elements().stream().map(NaiveDocuments::real).toList());
            case List<?> list ->
                    AttributeValue.list(list.stream().map(NaiveDocuments::real).toList());
            case Map<?, ?> map ->
                    AttributeValue.map(
                            Item.of(
                                    map.entrySet().stream()
                                            .collect(
                                                    Collectors.toMap(
                                                            entry -> (String) entry.getKey(),
                                                            entry -> real(entry.getValue())))));
            default -> throw new IllegalArgumentException(value.toString());
        };
    }

    static AttributeType type(Object value) {
        return real(value).type();
    }
}
