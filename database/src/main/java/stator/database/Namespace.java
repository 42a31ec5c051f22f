package stator.database;

/**
 * Whose tables: names are unique within an account and a region.
 *
 * @param account twelve digits
 * @param region the region's code, {@code us-east-1} for example
 */
public record Namespace(String account, String region) {
    /** The same account in another region. */
    public Namespace in(String otherRegion) {
        return new Namespace(account, otherRegion);
    }

    /** The ARN of the table of that name. */
    public String tableArn(String tableName) {
        return "arn:aws:dynamodb:" + region + ":" + account + ":table/" + tableName;
    }
}
