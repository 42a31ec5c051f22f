package stator.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.protocol.DocumentReader.ReadItem;
import stator.protocol.DocumentReader.ReadValue;

/**
 * A hash of what a request says: the same for requests that say the same in another order, and
 * another one for all others.
 *
 * <p>Each part is hashed with its kind and its length before it, so that no two different requests
 * feed the hash the same bytes. Members are taken in the order of the model, the keys of maps and
 * the elements of sets in their own.
 */
final class RequestFingerprint {
    private static final byte ABSENT = 0;
    private static final byte PRESENT = 1;

    private final MessageDigest digest;

    private RequestFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** The fingerprint of structures. */
    static byte[] of(List<Struct> structs) {
        RequestFingerprint fingerprint = new RequestFingerprint();
        fingerprint.add(structs);
        return fingerprint.digest.digest();
    }

    private void add(Object value) {
        switch (value) {
            case Struct struct -> addStruct(struct);
            case List<?> list -> {
                addLength(list.size());
                list.forEach(this::add);
            }
            case Map<?, ?> map -> {
                addLength(map.size());
                new TreeMap<>(map)
                        .forEach((key, element) -> {
                            add(key);
                            add(element);
                        });
            }
            case ReadItem read -> addItem(read.item());
            case ReadValue read -> addValue(read.value());
            default -> addText(value.toString());
        }
    }

    private void addStruct(Struct struct) {
        for (int i = 0; i < struct.shape().size(); i++) {
            Object member = struct.valueAt(i);
            digest.update(member == null ? ABSENT : PRESENT);
            if (member != null) {
                add(member);
            }
        }
    }

    private void addItem(Item item) {
        List<Item.Attribute> attributes = new ArrayList<>();
        item.forEach(attributes::add);
        attributes.sort(Comparator.comparing(Item.Attribute::name));
        addLength(attributes.size());
        for (Item.Attribute attribute : attributes) {
            addText(attribute.name());
            addValue(attribute.value());
        }
    }

    private void addValue(AttributeValue value) {
        AttributeType type = value.type();
        digest.update((byte) type.ordinal());
        switch (type) {
            case S, N -> addText(value.text());
            case B -> addBytes(value.binary());
            case BOOL -> digest.update(value.bool() ? PRESENT : ABSENT);
            case NULL -> {}
            case M -> addItem(value.map());
            case L -> addAll(value.list());
            case SS, NS, BS ->
                    addAll(
                            value.elements().stream()
                                    .sorted(AttributeValue::compareScalar)
                                    .toList());
        }
    }

    private void addAll(List<AttributeValue> values) {
        addLength(values.size());
        values.forEach(this::addValue);
    }

    private void addText(String text) {
        addBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void addBytes(byte[] bytes) {
        addLength(bytes.length);
        digest.update(bytes);
    }

    private void addLength(int length) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (length >>> shift));
        }
    }
}
