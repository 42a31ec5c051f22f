package stator.s3.request;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a parameter of the query names beside the bucket or the object itself, such as {@code
 * ?tagging}. S3 finds the operation of a request by it: {@code DELETE /bucket?cors} is no
 * DeleteBucket, whatever else the request has. Parameters that are none ({@code x-id}, {@code
 * prefix}) change nothing about that.
 *
 * <p>Parameters, types, methods and the order in which {@code Allow} names them are those that
 * others have measured at us-east-1, by each parameter with each method at a bucket and at a key:
 * github.com/brekkylab/backlot, issues 230, 267 and 335 and its {@code routers/s3.py} of September
 * 2026; github.com/versity/versitygw, issues 1226, 1236 and 2155.
 */
public enum SubResource {
    ABAC("abac", "BUCKET_ABAC", Home.BUCKET, "GET, PUT"),
    ACCELERATE("accelerate", "ACCELERATE", Home.BUCKET_OF_KEY, "GET, PUT"),
    ACL("acl", "ACL", Home.BOTH, "GET, PUT"),
    ANALYTICS("analytics", "ANALYTICS", Home.BUCKET, "DELETE, GET, PUT"),
    ANNOTATION("annotation", "OBJECT_ANNOTATIONS", Home.OBJECT, "GET"),
    ATTRIBUTES("attributes", "OBJECT_ATTRIBUTES", Home.OBJECT, "GET"),
    CORS("cors", "CORS", Home.BUCKET_OF_KEY, "DELETE, GET, PUT"),
    DELETE("delete", "MULTI_OBJECT_DELETE", Home.BUCKET_OF_KEY, "POST"),
    ENCRYPTION("encryption", "ENCRYPTION", Home.BUCKET, "DELETE, GET, PUT"),
    OBJECT_ENCRYPTION("encryption", "OBJECT_ENCRYPTION", Home.OBJECT, "PUT"),
    INTELLIGENT_TIERING(
            "intelligent-tiering", "INTELLIGENT_TIERING", Home.BUCKET, "DELETE, GET, PUT"),
    INVENTORY("inventory", "INVENTORY", Home.BUCKET_OF_KEY, "DELETE, GET, PUT"),
    LEGAL_HOLD("legal-hold", "OBJECT_LOCK_LEGALHOLD", Home.OBJECT, "GET, PUT"),
    LIFECYCLE("lifecycle", "LIFECYCLE", Home.BUCKET_OF_KEY, "DELETE, GET, PUT"),
    LOCATION("location", "LOCATION", Home.BUCKET_OF_KEY, "GET"),
    LOGGING("logging", "LOGGING_STATUS", Home.BUCKET_OF_KEY, "GET, PUT"),
    METADATA_ANNOTATION_TABLE(
            "metadataAnnotationTable",
            "BUCKET_METADATA_ANNOTATION_TABLE_CONFIGURATION",
            Home.BUCKET,
            "PUT"),
    METADATA_CONFIGURATION(
            "metadataConfiguration",
            "BUCKET_METADATA_CONFIGURATION",
            Home.BUCKET,
            "DELETE, POST, GET"),
    METADATA_INVENTORY_TABLE(
            "metadataInventoryTable",
            "BUCKET_METADATA_INVENTORY_TABLE_CONFIGURATION",
            Home.BUCKET,
            "PUT"),
    METADATA_JOURNAL_TABLE(
            "metadataJournalTable",
            "BUCKET_METADATA_JOURNAL_TABLE_CONFIGURATION",
            Home.BUCKET,
            "PUT"),
    METADATA_TABLE(
            "metadataTable",
            "BUCKET_METADATA_TABLE_CONFIGURATION",
            Home.BUCKET,
            "DELETE, POST, GET"),
    METRICS("metrics", "METRICS", Home.BUCKET, "DELETE, GET, PUT"),
    NOTIFICATION("notification", "NOTIFICATION", Home.BUCKET_OF_KEY, "GET, PUT"),
    OBJECT_LOCK("object-lock", "OBJECT_LOCK_CONFIGURATION", Home.BUCKET, "GET, PUT"),
    OWNERSHIP_CONTROLS("ownershipControls", "OWNERSHIP_CONTROLS", Home.BUCKET, "DELETE, GET, PUT"),
    /** Named by {@code partNumber} and {@code uploadId} together. */
    PART("partNumber", "PART", Home.BOTH, "PUT"),
    POLICY("policy", "BUCKETPOLICY", Home.BUCKET_OF_KEY, "DELETE, GET, PUT"),
    POLICY_STATUS("policyStatus", "POLICY_STATUS", Home.BUCKET, "GET"),
    PUBLIC_ACCESS_BLOCK(
            "publicAccessBlock", "PUBLIC_ACCESS_BLOCK", Home.BUCKET, "DELETE, GET, PUT"),
    REPLICATION("replication", "REPLICATION", Home.BUCKET_OF_KEY, "DELETE, GET, PUT"),
    REQUEST_PAYMENT("requestPayment", "REQUEST_PAYMENT", Home.BUCKET_OF_KEY, "GET, PUT"),
    RESTORE("restore", "RESTORE", Home.BOTH, "POST"),
    RETENTION("retention", "OBJECT_LOCK_RETENTION", Home.OBJECT, "GET, PUT"),
    SELECT("select", "SELECT", Home.OBJECT, "POST"),
    TAGGING("tagging", "TAGGING", Home.BUCKET, "DELETE, GET, PUT"),
    OBJECT_TAGGING("tagging", "OBJECT_TAGGING", Home.OBJECT, "DELETE, GET, PUT"),
    TORRENT("torrent", "TORRENT", Home.BOTH, ""),
    UPLOAD("uploadId", "UPLOAD", Home.BOTH, "DELETE, POST, GET"),
    UPLOADS("uploads", "UPLOADS", Home.BOTH, "POST, GET"),
    VERSIONING("versioning", "VERSIONING", Home.BUCKET_OF_KEY, "GET, PUT"),
    VERSIONS("versions", "BUCKETVERSIONS", Home.BUCKET_OF_KEY, "GET"),
    WEBSITE("website", "WEBSITE", Home.BUCKET_OF_KEY, "DELETE, GET, PUT");

    /** Whose it is. */
    private enum Home {
        /** The bucket's; in the address of an object the parameter means nothing. */
        BUCKET,
        /** The bucket's, also if the address names a key, which means nothing then. */
        BUCKET_OF_KEY,
        /** The object's; in the address of a bucket the parameter means nothing. */
        OBJECT,
        /** That of what is addressed. */
        BOTH
    }

    private static final Map<String, List<SubResource>> BY_PARAMETER =
            Stream.of(values()).collect(Collectors.groupingBy(SubResource::parameter));

    private final String parameter;
    private final String type;
    private final Home home;
    private final String allowed;
    private final List<String> methods;

    SubResource(String parameter, String type, Home home, String allowed) {
        this.parameter = parameter;
        this.type = type;
        this.home = home;
        this.allowed = allowed;
        methods = allowed.isEmpty() ? List.of() : List.of(allowed.split(", "));
    }

    /** Those that a request names, in the order of their parameters. */
    static List<SubResource> of(Set<String> parameters, Address address) {
        List<SubResource> named = new ArrayList<>();
        for (String each : parameters) {
            for (SubResource one : BY_PARAMETER.getOrDefault(each, List.of())) {
                if (one != PART && one.isAt(address)) {
                    named.add(one);
                }
            }
        }
        if (parameters.contains(PART.parameter) && named.equals(List.of(UPLOAD))) {
            return List.of(PART);
        }
        named.sort(Comparator.comparing(SubResource::parameter));
        return List.copyOf(named);
    }

    private boolean isAt(Address address) {
        return !address.bucket().isEmpty()
                && switch (home) {
                    case BUCKET -> address.key().isEmpty();
                    case OBJECT -> !address.key().isEmpty();
                    case BUCKET_OF_KEY, BOTH -> true;
                };
    }

    /** The parameter of the query that names it. */
    public String parameter() {
        return parameter;
    }

    /** Whether it is the bucket's although the address names a key. */
    boolean isBucketsOfKey() {
        return home == Home.BUCKET_OF_KEY;
    }

    /** Whether a method of HTTP is one of its operations. */
    public boolean takes(String method) {
        return methods.contains(method);
    }

    /** What is answered to a method that it does not take. */
    public S3Exception notAllowed(String method) {
        S3Exception refusal = Errors.methodNotAllowed(method, type);
        return allowed.isEmpty() ? refusal : refusal.withHeader("Allow", allowed);
    }
}
