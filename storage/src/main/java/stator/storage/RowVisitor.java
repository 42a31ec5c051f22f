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

    /** Takes rows and does not ask where they live, which saves an engine reading their keys. */
    @FunctionalInterface
    interface OfRows extends RowVisitor {
        /**
         * Takes one row.
         *
         * @return whether to go on
         */
        boolean visit(Row row);

        @Override
        default boolean visit(RowKey key, Row row) {
            return visit(row);
        }
    }
}
