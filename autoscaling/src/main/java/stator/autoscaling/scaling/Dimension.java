package stator.autoscaling.scaling;

/**
 * What of which resource can be scaled.
 *
 * @param resourceId {@code table/NAME} or {@code table/NAME/index/NAME}
 * @param name such as {@code dynamodb:table:ReadCapacityUnits}
 */
public record Dimension(
        String account, String region, String namespace, String resourceId, String name) {
    private static final String DYNAMODB = "dynamodb";
    private static final String TABLE = "table/";
    private static final String INDEX = "/index/";

    /** Whether there is such a dimension of such a resource. */
    public boolean isKnown() {
        return namespace.equals(DYNAMODB)
                && resourceId.startsWith(TABLE)
                && name.startsWith(isIndex() ? "dynamodb:index:" : "dynamodb:table:");
    }

    /** Whether it is of an index, not of a table. */
    public boolean isIndex() {
        return resourceId.contains(INDEX);
    }

    /** The name of the table. */
    public String table() {
        int end = resourceId.indexOf(INDEX);
        return resourceId.substring(TABLE.length(), end < 0 ? resourceId.length() : end);
    }

    /** The name of the index; empty for the table itself. */
    public String index() {
        int start = resourceId.indexOf(INDEX);
        return start < 0 ? "" : resourceId.substring(start + INDEX.length());
    }

    /** Whether reading is scaled, not writing. */
    public boolean reads() {
        return name.endsWith(":ReadCapacityUnits");
    }

    /** {@code read capacity units} or {@code write capacity units}. */
    String unitName() {
        return (reads() ? "read" : "write") + " capacity units";
    }
}
