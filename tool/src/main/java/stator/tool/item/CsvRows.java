package stator.tool.item;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.protocol.ResponseWriter;

/**
 * Items as rows of CSV (RFC 4180). Texts, numbers and booleans stand as they are, everything else
 * as the API writes it: {@code {"L":[…]}}.
 */
public record CsvRows(List<String> columns, char delimiter) {
    public CsvRows {
        columns = List.copyOf(columns);
    }

    public String header() {
        return row(columns, Function.identity());
    }

    /** A row; it is empty where the item has no such attribute. */
    public String row(Item item) {
        return row(columns, name -> item.find(name).map(CsvRows::text).orElse(""));
    }

    private String row(Collection<String> names, Function<String, String> field) {
        StringBuilder row = new StringBuilder();
        Iterator<String> all = names.iterator();
        while (all.hasNext()) {
            row.append(quoted(field.apply(all.next())));
            if (all.hasNext()) {
                row.append(delimiter);
            }
        }
        return row.append('\n').toString();
    }

    private static String text(AttributeValue value) {
        return switch (value.type()) {
            case S, N -> value.text();
            case BOOL -> String.valueOf(value.bool());
            case B, NULL, M, L, SS, NS, BS -> new ResponseWriter(64).value(value).toString();
        };
    }

    private String quoted(String field) {
        boolean isPlain =
                field.chars().noneMatch(c -> c == delimiter || c == '"' || c == '\n' || c == '\r');
        return isPlain ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
