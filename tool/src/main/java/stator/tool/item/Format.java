package stator.tool.item;

import java.util.Locale;

/** How items lie in a file. */
public enum Format {
    /** {@code {"Item":{"pk":{"S":"a"}}}} on each line, as AWS exports it. */
    DYNAMODB_JSON("json"),
    /** {@code {"pk":"a"}} on each line. */
    JSON("json"),
    /** A row for each item, and one with the names. */
    CSV("csv"),
    /** A struct of Amazon Ion on each line, as AWS exports it. */
    ION("ion");

    private final String extension;

    Format(String extension) {
        this.extension = extension;
    }

    /** What the names of such files end with. */
    public String extension() {
        return extension;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
