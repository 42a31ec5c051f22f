package stator.database.table;

import java.util.List;
import java.util.Map;

/**
 * Whose tables: names are unique within an account and a region.
 *
 * @param account twelve digits
 * @param region the region's code, {@code us-east-1} for example
 */
public record Namespace(String account, String region) {
    /** What the codes of a partition's regions begin with; all others are in {@code aws}. */
    private static final List<Map.Entry<String, String>> PARTITIONS =
            List.of(
                    Map.entry("cn-", "aws-cn"),
                    Map.entry("us-gov-", "aws-us-gov"),
                    Map.entry("us-iso-", "aws-iso"),
                    Map.entry("us-isob-", "aws-iso-b"),
                    Map.entry("eu-isoe-", "aws-iso-e"),
                    Map.entry("us-isof-", "aws-iso-f"),
                    Map.entry("eusc-", "aws-eusc"));

    /** The same region of another account. */
    public Namespace of(String otherAccount) {
        return new Namespace(otherAccount, region);
    }

    /** The same account in another region. */
    public Namespace in(String otherRegion) {
        return new Namespace(account, otherRegion);
    }

    /** The ARN of the table of that name. */
    public String tableArn(String tableName) {
        return arn("dynamodb") + "table/" + tableName;
    }

    /** The beginning of the ARNs of a service's resources, to the colon after the account. */
    public String arn(String service) {
        return "arn:" + partition() + ":" + service + ":" + region + ":" + account + ":";
    }

    /** The beginning of the ARNs of resources of a service that knows no regions. */
    public String globalArn(String service) {
        return "arn:" + partition() + ":" + service + "::" + account + ":";
    }

    /** The group of regions that this one is in, as ARNs name it: {@code aws} for most. */
    public String partition() {
        for (Map.Entry<String, String> partition : PARTITIONS) {
            if (region.startsWith(partition.getKey())) {
                return partition.getValue();
            }
        }
        return "aws";
    }
}
