package stator.storage;

/** Takes the rows of a range or scan, one after the other. */
@FunctionalInterface
public interface RowVisitor {
    /**
     * Takes one row.
     *
     * @return whether to go on
     */
    boolean visit(RowKey key, Row row);
}
