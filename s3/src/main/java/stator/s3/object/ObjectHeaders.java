package stator.s3.object;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.door.Reply;
import stator.s3.checksum.StoredChecksum;
import stator.s3.lifecycle.Days;
import stator.s3.lifecycle.Lifecycle;
import stator.s3.request.Errors;
import stator.s3.request.S3Exception;
import stator.s3.request.S3Request;
import stator.s3.request.StorageClass;
import stator.s3.request.Tags;
import stator.s3.request.Times;

/**
 * What headers say of an object, and how it is kept among its attributes: the headers of HTTP by
 * their names, the client's own as {@code meta:NAME}.
 */
public final class ObjectHeaders {
    static final String META = "meta:";
    public static final String TAGS = "tags";
    static final String ENCRYPTION = "encryption";
    static final String ENCRYPTION_KEY = "encryption-key";
    static final String REDIRECT = "website-redirect-location";

    /** The parts of an object that was uploaded in parts, as {@code number:checksum,…}. */
    public static final String PARTS = "parts";

    public static final int TAGS_MAX = 10;
    private static final int META_BYTES_MAX = 2 * 1024;
    private static final String META_HEADER = "x-amz-meta-";

    /** The headers of HTTP that are kept. */
    static final List<String> PLAIN =
            List.of(
                    "content-type",
                    "cache-control",
                    "content-disposition",
                    "content-language",
                    "expires");

    private ObjectHeaders() {}

    /**
     * What the headers of a request say of the object that it makes.
     *
     * @throws S3Exception if they ask for what cannot be
     */
    public static Map<String, String> attributes(S3Request request) {
        Map<String, String> attributes = metadata(request);
        requireNoCustomerKey(request);
        requireNoLock(request);
        put(
                attributes,
                StorageClass.ATTRIBUTE,
                storageClass(request.header("x-amz-storage-class")));
        put(attributes, REDIRECT, request.header("x-amz-website-redirect-location"));
        put(attributes, ENCRYPTION, encryption(request.header("x-amz-server-side-encryption")));
        put(
                attributes,
                ENCRYPTION_KEY,
                request.header("x-amz-server-side-encryption-aws-kms-key-id"));
        if (request.hasHeader("x-amz-tagging")) {
            put(attributes, TAGS, tags(request));
        }
        return attributes;
    }

    static String tags(S3Request request) {
        return Tags.ofHeader(request.header("x-amz-tagging"), TAGS_MAX).attribute();
    }

    /** What a copy can replace: the headers of HTTP and the client's own. */
    static Map<String, String> metadata(S3Request request) {
        Map<String, String> attributes = new TreeMap<>();
        for (String name : PLAIN) {
            put(attributes, name, request.header(name));
        }
        put(attributes, "content-encoding", withoutChunks(request.header("content-encoding")));
        int bytes = 0;
        for (Map.Entry<String, String> meta : request.headersWith(META_HEADER).entrySet()) {
            attributes.put(META + meta.getKey(), meta.getValue());
            bytes += meta.getKey().length() + meta.getValue().length();
        }
        if (bytes > META_BYTES_MAX) {
            throw new S3Exception(
                            400,
                            "MetadataTooLarge",
                            "Your metadata headers exceed the maximum allowed metadata size")
                    .with("Size", Integer.toString(bytes))
                    .with("MaxSizeAllowed", Integer.toString(META_BYTES_MAX));
        }
        return attributes;
    }

    private static void put(Map<String, String> attributes, String name, String value) {
        if (!value.isEmpty()) {
            attributes.put(name, value);
        }
    }

    /** The chunks were the way here, not the object's. */
    private static String withoutChunks(String coding) {
        return Arrays.stream(coding.split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty() && !each.equals("aws-chunked"))
                .collect(Collectors.joining(","));
    }

    private static String storageClass(String name) {
        if (!name.isEmpty() && !StorageClass.ALL.contains(name)) {
            throw new S3Exception(
                            400,
                            "InvalidStorageClass",
                            "The storage class you specified is not valid")
                    .with("StorageClassRequested", name);
        }
        return name.equals(StorageClass.STANDARD) ? "" : name;
    }

    private static String encryption(String algorithm) {
        if (!List.of("", "AES256", "aws:kms", "aws:kms:dsse").contains(algorithm)) {
            throw Errors.invalidArgument(
                    "The encryption method specified is not supported",
                    "x-amz-server-side-encryption",
                    algorithm);
        }
        return algorithm.equals("AES256") ? "" : algorithm;
    }

    /** Keys of the client's own must not go over a connection that is not encrypted. */
    static void requireNoCustomerKey(S3Request request) {
        if (request.hasHeader("x-amz-server-side-encryption-customer-algorithm")
                || request.hasHeader("x-amz-server-side-encryption-customer-key")) {
            throw Errors.invalidRequest(
                    "Requests specifying Server Side Encryption with Customer provided keys must"
                            + " be made over a secure connection.");
        }
    }

    private static void requireNoLock(S3Request request) {
        if (!request.headersWith("x-amz-object-lock-").isEmpty()) {
            throw Errors.invalidRequest("Bucket is missing Object Lock Configuration");
        }
    }

    // In answers.

    /** The headers of an answer that tells of an object. */
    static Map<String, String> of(S3Request request, ObjectBucket bucket, ObjectVersion object)
            throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        addExpiration(headers, request, bucket, object);
        headers.put("Last-Modified", Times.http(object.modified()));
        headers.put("ETag", "\"" + object.etag() + "\"");
        headers.put("Accept-Ranges", "bytes");
        headers.put("x-amz-server-side-encryption", encryptionOf(object));
        put(
                headers,
                "x-amz-server-side-encryption-aws-kms-key-id",
                object.attribute(ENCRYPTION_KEY));
        if (ObjectLookup.isVersioned(bucket)) {
            headers.put("x-amz-version-id", object.id());
        }
        for (String name : PLAIN) {
            if (!name.equals("content-type")) {
                put(headers, name, override(request, name, object.attribute(name)));
            }
        }
        put(
                headers,
                "content-encoding",
                override(request, "content-encoding", object.attribute("content-encoding")));
        put(headers, "x-amz-storage-class", object.attribute(StorageClass.ATTRIBUTE));
        Archive.header(object, request.clock().instant())
                .ifPresent(restored -> headers.put("x-amz-restore", restored));
        put(headers, "x-amz-website-redirect-location", object.attribute(REDIRECT));
        String tags = object.attribute(TAGS);
        if (!tags.isEmpty()) {
            headers.put(
                    "x-amz-tagging-count",
                    Integer.toString(Tags.ofAttribute(tags).values().size()));
        }
        object.attributes()
                .forEach((name, value) -> {
                    if (name.startsWith(META)) {
                        headers.put(META_HEADER + name.substring(META.length()), value);
                    }
                });
        return headers;
    }

    static String encryptionOf(ObjectVersion object) {
        String encryption = object.attribute(ENCRYPTION);
        return encryption.isEmpty() ? "AES256" : encryption;
    }

    static String contentType(S3Request request, ObjectVersion object) {
        String type = object.attribute("content-type");
        return override(request, "content-type", type.isEmpty() ? "binary/octet-stream" : type);
    }

    /** A client can ask for other headers than those that are kept. */
    private static String override(S3Request request, String name, String kept) {
        String parameter = "response-" + name;
        if (!request.hasParameter(parameter)) {
            return kept;
        }
        String value = request.parameter(parameter);
        if (value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw Errors.invalidArgument(
                    "Header value cannot be represented using ISO-8859-1.", parameter, value);
        }
        return value;
    }

    /** The headers of an answer that tells of a checksum. */
    public static void addChecksum(Map<String, String> headers, StoredChecksum checksum) {
        headers.put(checksum.algorithm().header(), checksum.value());
        headers.put("x-amz-checksum-type", checksum.type());
    }

    /** An answer with headers. */
    public static Reply with(Reply reply, Map<String, String> headers) {
        Reply all = reply;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            all = all.withHeader(header.getKey(), header.getValue());
        }
        return all;
    }

    /** The headers that an answer to every write of an object has. */
    public static Map<String, String> written(
            S3Request request, ObjectBucket bucket, ObjectVersion object) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        addExpiration(headers, request, bucket, object);
        headers.put("x-amz-server-side-encryption", encryptionOf(object));
        put(
                headers,
                "x-amz-server-side-encryption-aws-kms-key-id",
                object.attribute(ENCRYPTION_KEY));
        if (ObjectLookup.isVersioned(bucket)) {
            headers.put("x-amz-version-id", object.id());
        }
        return headers;
    }

    private static void addExpiration(
            Map<String, String> headers,
            S3Request request,
            ObjectBucket bucket,
            ObjectVersion object)
            throws IOException {
        Lifecycle.header(bucket, object, new Days(request.day()))
                .ifPresent(expiration -> headers.put("x-amz-expiration", expiration));
    }
}
