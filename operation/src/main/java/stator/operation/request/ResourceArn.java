package stator.operation.request;

import java.util.Optional;
import stator.database.table.Namespace;

/**
 * An ARN taken apart: {@code arn:partition:service:region:account:resource}.
 *
 * @param text the whole of it
 * @param resource what is left after the account, with its own colons and slashes
 */
public record ResourceArn(
        String text,
        String partition,
        String service,
        String region,
        String account,
        String resource) {
    public static final String PREFIX = "arn:";

    private static final String TABLE_PREFIX = "table/";
    private static final int PARTS = 6;

    /** The parts of an ARN; empty if it does not have them all. */
    public static Optional<ResourceArn> parse(String text) {
        String[] parts = text.split(":", PARTS);
        if (parts.length < PARTS || !parts[0].equals("arn")) {
            return Optional.empty();
        }
        return Optional.of(new ResourceArn(text, parts[1], parts[2], parts[3], parts[4], parts[5]));
    }

    /** The ARN of the same thing in another region; the text itself if it is no ARN. */
    public static String replica(String text, String region) {
        return parse(text)
                .map(arn ->
                        String.join(
                                ":",
                                "arn",
                                arn.partition,
                                arn.service,
                                region,
                                arn.account,
                                arn.resource))
                .orElse(text);
    }

    /** Whether it is of a caller's region; whose account it is of is another question. */
    public boolean isInRegionOf(Namespace caller) {
        return region.equals(caller.region()) && partition.equals(caller.partition());
    }

    /** Whether its region is one of its partition. */
    public boolean isInPartition() {
        return partition.equals(new Namespace(account, region).partition());
    }

    /** Whether it is a table, or something that belongs to one. */
    public boolean isWithinTable() {
        return resource.startsWith(TABLE_PREFIX);
    }

    /** The name of the table that it is or belongs to. */
    public String tableName() {
        String path = tablePath();
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** What follows {@code table/}: a name, or a name and a path behind it. */
    public String tablePath() {
        return resource.substring(TABLE_PREFIX.length());
    }
}
