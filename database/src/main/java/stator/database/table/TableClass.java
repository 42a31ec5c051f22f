package stator.database.table;

/**
 * A table's class.
 *
 * @param name as the API writes it ({@code STANDARD}, {@code STANDARD_INFREQUENT_ACCESS})
 * @param given whether a request ever named a class, so that descriptions show it
 * @param changedMillis when an update last changed it, or {@link Throughput#NEVER}
 */
public record TableClass(String name, boolean given, long changedMillis) {
    /** The default. */
    public static final TableClass STANDARD = new TableClass("STANDARD", false, Throughput.NEVER);
}
