package stator.operation.replica;

import java.util.List;
import java.util.Map;
import stator.database.table.Namespace;

/** The regions in which AWS offers global tables. */
public final class Regions {
    /** In AWS's order, as far as that is known. */
    private static final List<String> ALL =
            List.of(
                    "ap-south-2",
                    "ap-south-1",
                    "eu-south-1",
                    "eu-south-2",
                    "me-central-1",
                    "il-central-1",
                    "ca-central-1",
                    "ca-west-1",
                    "mx-central-1",
                    "eu-central-1",
                    "eu-central-2",
                    "us-west-1",
                    "us-west-2",
                    "af-south-1",
                    "eu-north-1",
                    "eu-west-3",
                    "eu-west-2",
                    "eu-west-1",
                    "ap-northeast-3",
                    "ap-northeast-2",
                    "me-south-1",
                    "ap-northeast-1",
                    "sa-east-1",
                    "ap-east-1",
                    "ap-east-2",
                    "ap-southeast-1",
                    "ap-southeast-2",
                    "ap-southeast-3",
                    "ap-southeast-4",
                    "ap-southeast-5",
                    "ap-southeast-6",
                    "ap-southeast-7",
                    "us-east-1",
                    "us-east-2");

    private static final Map<String, List<String>> OTHERS =
            Map.of(
                    "aws-cn", List.of("cn-north-1", "cn-northwest-1"),
                    "aws-us-gov", List.of("us-gov-west-1", "us-gov-east-1"),
                    "aws-iso", List.of("us-iso-east-1", "us-iso-west-1"),
                    "aws-iso-b", List.of("us-isob-east-1", "us-isob-west-1"),
                    "aws-iso-e", List.of("eu-isoe-west-1"),
                    "aws-iso-f", List.of("us-isof-south-1", "us-isof-east-1"),
                    "aws-eusc", List.of("eusc-de-east-1"));

    private Regions() {}

    /** Those that a table of a region can have replicas in: they are of its partition. */
    public static List<String> with(Namespace namespace) {
        return OTHERS.getOrDefault(namespace.partition(), ALL);
    }
}
