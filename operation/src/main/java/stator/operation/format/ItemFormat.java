package stator.operation.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import stator.model.AttributeType;
import stator.model.Item;

/** How items lie in files; the names are the API's. */
public enum ItemFormat {
    /** One {@code {"Item": {…}}} with typed values on each line. */
    DYNAMODB_JSON,
    /** Amazon Ion, text or binary: structs with a member {@code Item}. */
    ION,
    /** Rows of texts; only keys have types, those of the table. */
    CSV;

    /**
     * Reads a file.
     *
     * @param keyTypes the types of the key attributes of the table into which the items go
     * @param csv what the file looks like if it is CSV
     * @throws IOException if the rest of the file cannot be read; it is no matter of single records
     */
    public void read(
            InputStream in,
            Map<String, AttributeType> keyTypes,
            CsvOptions csv,
            RecordSink<Item> sink)
            throws IOException {
        switch (this) {
            case DYNAMODB_JSON -> new JsonItems(in).read(sink);
            case ION -> new IonItems(in).read(sink);
            case CSV -> new CsvItems(in, keyTypes, csv).read(sink);
        }
    }

    /**
     * Reads a file of a bulk operation, which is never CSV.
     *
     * @throws IOException if the rest of the file cannot be read
     */
    public void readPuts(InputStream in, RecordSink<PutRecord> sink) throws IOException {
        switch (this) {
            case DYNAMODB_JSON -> new JsonItems(in).readPuts(sink);
            case ION -> new IonItems(in).readPuts(sink);
            case CSV -> throw new IllegalStateException("A CSV file has no conditions");
        }
    }
}
