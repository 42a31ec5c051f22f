package stator.operation.format;

import java.util.List;

/**
 * What a CSV file looks like.
 *
 * @param delimiter between the fields of a row
 * @param header names of the attributes; if there are none, the first row of each file has them
 * @param strict whether quotes around a field that needs none are refused, as AWS's imports do
 */
public record CsvOptions(char delimiter, List<String> header, boolean strict) {
    /** Commas, and names in the first row. */
    public static final CsvOptions DEFAULT = new CsvOptions(',', List.of(), false);

    public CsvOptions {
        header = List.copyOf(header);
    }
}
