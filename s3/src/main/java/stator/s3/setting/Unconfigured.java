package stator.s3.setting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import stator.door.Reply;
import stator.s3.request.Operation;
import stator.s3.request.Operation.Level;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.XmlWriter;

/**
 * What no bucket here has: locks, replication to other regions, inventories, reports of use. They
 * can be asked for, as tools that manage infrastructure do, and are answered as for a bucket of AWS
 * that has none.
 */
final class Unconfigured {
    private Unconfigured() {}

    static List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        all.add(
                missing(
                        "GetObjectLockConfiguration",
                        "s3:GetBucketObjectLockConfiguration",
                        "?object-lock",
                        "ObjectLockConfigurationNotFoundError",
                        "Object Lock configuration does not exist for this bucket"));
        all.add(
                missing(
                        "GetBucketReplication",
                        "s3:GetReplicationConfiguration",
                        "?replication",
                        "ReplicationConfigurationNotFoundError",
                        "The replication configuration was not found"));
        addNumbered(all, "analytics", "AnalyticsConfiguration", "Analytics");
        addNumbered(all, "inventory", "InventoryConfiguration", "Inventory");
        addNumbered(all, "metrics", "MetricsConfiguration", "Metrics");
        addNumbered(
                all,
                "intelligent-tiering",
                "IntelligentTieringConfiguration",
                "IntelligentTiering");
        return all;
    }

    private static Operation missing(
            String name, String action, String mark, String code, String message) {
        return new Operation(
                name,
                action,
                Level.BUCKET,
                "GET",
                List.of(mark),
                request -> {
                    request.bucket();
                    throw new S3Exception(404, code, message)
                            .with("BucketName", request.bucketName());
                });
    }

    /** There can be several of them, each with an id. */
    private static void addNumbered(
            List<Operation> all, String parameter, String action, String noun) {
        String list = "ListBucket" + noun + "Configurations";
        all.add(
                new Operation(
                        list,
                        "s3:Get" + action,
                        Level.BUCKET,
                        "GET",
                        List.of("?" + parameter),
                        request -> noConfigurations(request, noun)));
        all.add(
                missing(
                                "GetBucket" + noun + "Configuration",
                                "s3:Get" + action,
                                "?" + parameter,
                                "NoSuchConfiguration",
                                "The specified configuration does not exist.")
                        .alsoWith("?id"));
    }

    private static Reply noConfigurations(S3Request request, String noun) throws IOException {
        request.bucket();
        return new XmlWriter("ListBucket" + noun + "ConfigurationsResult")
                .text("IsTruncated", false)
                .reply();
    }
}
