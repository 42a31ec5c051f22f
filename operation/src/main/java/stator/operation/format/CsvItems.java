package stator.operation.format;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.DecimalNumber;
import stator.model.Item;

/**
 * Rows of a CSV file (RFC 4180: a field in quotes may have delimiters, line ends and doubled
 * quotes). A quote that is neither is a mistake of its row, and one that is not closed ends the
 * file. AWS's imports take quotes only around what needs them, and neither do we if {@link
 * CsvOptions#strict} (developer guide, S3 import formats: {@code "123",x} fails). All attributes
 * are texts but those of keys, which have the types that the table defines; an empty field means
 * that the item does not have the attribute.
 */
final class CsvItems {
    private static final int END = -1;

    private final BufferedReader in;
    private final CsvOptions options;
    private final Map<String, AttributeType> keyTypes;

    /** What is wrong with the row that was read last, or null. */
    private String mistake;

    CsvItems(InputStream in, Map<String, AttributeType> keyTypes, CsvOptions options) {
        this.in =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        this.options = options;
        this.keyTypes = Map.copyOf(keyTypes);
    }

    void read(RecordSink<Item> sink) throws IOException {
        skipByteOrderMark();
        List<String> header = options.header().isEmpty() ? row() : options.header();
        if (header == null) {
            return;
        }
        if (mistake != null) {
            sink.refuse("The header is wrong: " + mistake);
            return;
        }
        for (List<String> row = row(); row != null; row = row()) {
            if (mistake != null) {
                sink.refuse(mistake);
                continue;
            }
            if (isBlank(row)) {
                continue;
            }
            if (row.size() > header.size()) {
                sink.refuse("A row has " + row.size() + " fields, the header " + header.size());
                continue;
            }
            try {
                sink.add(item(header, row));
            } catch (IllegalArgumentException | ApiException e) {
                sink.refuse(String.valueOf(e.getMessage()));
            }
        }
    }

    private void skipByteOrderMark() throws IOException {
        in.mark(1);
        if (in.read() != '\uFEFF') {
            in.reset();
        }
    }

    private static boolean isBlank(List<String> row) {
        return row.size() == 1 && row.getFirst().isBlank();
    }

    private Item item(List<String> header, List<String> row) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        for (int i = 0; i < row.size(); i++) {
            String text = row.get(i);
            if (!text.isEmpty()) {
                AttributeNames.require(header.get(i));
                attributes.put(header.get(i), value(header.get(i), text));
            }
        }
        return Item.of(attributes);
    }

    private AttributeValue value(String name, String text) {
        return switch (keyTypes.getOrDefault(name, AttributeType.S)) {
            case N -> AttributeValue.number(DecimalNumber.parse(text.strip()));
            case B -> AttributeValue.binary(Base64.getDecoder().decode(text.strip()));
            default -> AttributeValue.string(text);
        };
    }

    /** The fields of the next row; null at the end. What is wrong with it is {@link #mistake}. */
    private List<String> row() throws IOException {
        mistake = null;
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean begins = true;
        int next = in.read();
        if (next == END) {
            return null;
        }
        while (true) {
            if (next == '"' && begins) {
                next = quoted(field);
                begins = false;
                if (next != options.delimiter() && next != '\r' && next != '\n' && next != END) {
                    mistake = "A quote in a field is not doubled";
                }
            } else if (next == options.delimiter()) {
                fields.add(field.toString());
                field.setLength(0);
                begins = true;
                next = in.read();
            } else if (next == '\r') {
                next = in.read();
            } else if (next == '\n' || next == END) {
                fields.add(field.toString());
                return fields;
            } else {
                if (next == '"') {
                    mistake = "A quote in a field is not doubled";
                }
                field.append((char) next);
                begins = false;
                next = in.read();
            }
        }
    }

    /** Reads a field behind its first quote, and returns the character behind its last one. */
    private int quoted(StringBuilder field) throws IOException {
        boolean needed = false;
        while (true) {
            int next = in.read();
            if (next == END) {
                mistake = "A quote is not closed";
                return END;
            }
            if (next != '"') {
                needed |= next == options.delimiter() || next == '\r' || next == '\n';
                field.append((char) next);
                continue;
            }
            next = in.read();
            if (next != '"') {
                if (options.strict() && !needed) {
                    mistake = "A quote is not doubled, and its field needs no quotes";
                }
                return next;
            }
            needed = true;
            field.append('"');
        }
    }
}
