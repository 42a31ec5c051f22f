package stator.s3.request;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectStore;
import stator.bucket.object.ObjectVersion;
import stator.door.Request;
import stator.identity.Principal;
import stator.identity.policy.Policy;
import stator.identity.policy.PolicySource;

/**
 * A request with what S3 makes of it: the bucket and key that it is about, and the parameters of
 * its query.
 */
public final class S3Request {
    /** The longest document that a client may send: the list of 10,000 parts, or of 1,000 keys. */
    public static final int DOCUMENT_BYTES_MAX = 4 << 20;

    /** Under which the policy of a bucket is kept. */
    public static final String POLICY = "policy";

    private final Request request;
    private final Principal principal;
    private final Address address;
    private final Map<String, String> parameters;
    private final List<SubResource> subResources;
    private final S3Context context;

    /** Whether the bucket was there when this was begun to be answered. */
    private boolean hadBucket;

    public S3Request(Request request, Principal principal, S3Context context) {
        this.request = request;
        this.principal = principal;
        this.context = context;
        address = Address.of(request.header("host").orElse(""), request.uri());
        parameters = Address.parameters(request.query());
        subResources = SubResource.of(parameters.keySet(), address);
    }

    /** The request that came through the door, if it is of a certain kind. */
    public <T extends Request> Optional<T> as(Class<T> kind) {
        return kind.isInstance(request) ? Optional.of(kind.cast(request)) : Optional.empty();
    }

    public String method() {
        return request.method();
    }

    public Principal principal() {
        return principal;
    }

    public ObjectStore store() {
        return context.store();
    }

    public Clock clock() {
        return context.clock();
    }

    /** How long a day is to the rules by which objects expire. */
    public Duration day() {
        return context.day();
    }

    /** Whether a target takes notifications of the bucket. */
    public boolean takesNotifications(String target) {
        return context.events().takes(target);
    }

    /** Tells whoever wants to know that something happened to an object. */
    public void happened(String event, ObjectVersion object) {
        context.events().happened(this, event, object);
    }

    /** Whether it came through an encrypted connection. */
    public boolean isSecure() {
        return request.isSecure();
    }

    /** The name of the bucket; empty if the request is about none. */
    public String bucketName() {
        return address.bucket();
    }

    /** The key; empty if the request is about none. */
    public String key() {
        return address.key();
    }

    /** The id of the request as S3 writes it: 16 digits of base 32. */
    public String requestId() {
        return request.id().substring(0, Math.min(16, request.id().length()));
    }

    /** Where the request was answered, as S3 writes it. */
    public String hostId() {
        return hostId(request);
    }

    /** Where a request was answered, as S3 writes it. */
    public static String hostId(Request request) {
        byte[] id = (request.id() + request.id()).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(id, 56));
    }

    /** The path and query as they were sent. */
    public String uri() {
        return request.uri();
    }

    // Headers and parameters.

    /** The value of a header; empty if it is not there. */
    public String header(String name) {
        return request.header(name).map(String::strip).orElse("");
    }

    public boolean hasHeader(String name) {
        return request.header(name).isPresent();
    }

    /** The headers whose names begin with a text, by the rest of their names in small letters. */
    public Map<String, String> headersWith(String prefix) {
        Map<String, String> found = new TreeMap<>();
        request.forEachHeader((name, value) -> {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                String rest = name.substring(prefix.length()).toLowerCase(Locale.ROOT);
                found.merge(rest, value.strip(), (first, more) -> first + "," + more);
            }
        });
        return found;
    }

    public boolean hasParameter(String name) {
        return parameters.containsKey(name);
    }

    /** The value of a parameter of the query; empty if it is not there. */
    public String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    public Map<String, String> parameters() {
        return parameters;
    }

    /** What its parameters name beside the bucket or object itself. */
    public List<SubResource> subResources() {
        return subResources;
    }

    /**
     * A parameter that is a number.
     *
     * @throws S3Exception InvalidArgument if it is none, or out of range
     */
    public int number(String name, int ifMissing, int max) {
        String text = parameter(name);
        if (text.isEmpty()) {
            return ifMissing;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number <= Integer.MAX_VALUE) {
                return (int) Math.min(number, max);
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Errors.invalidArgument(
                text.startsWith("-")
                        ? "Argument " + name + " must be an integer between 0 and 2147483647"
                        : "Provided " + name + " not an integer or within integer range",
                name,
                text);
    }

    // The body.

    /** The bytes of the body, as they arrive. */
    public InputStream body() {
        return request.stream();
    }

    /**
     * How long the client said that the body is; -1 if it did not.
     *
     * @throws S3Exception InvalidArgument if that is no number
     */
    public long contentLength() {
        String length = header("content-length");
        return length.isEmpty() ? -1 : Long.parseLong(length);
    }

    /** Takes memory for something that is held until the answer is sent. */
    public void reserve(long bytes) {
        if (!request.tryReserve(bytes)) {
            throw new S3Exception(503, "SlowDown", "Please reduce your request rate.");
        }
    }

    /** What verifies the signatures of the body's chunks. */
    public ChunkSignatureCheck signatures() {
        boolean signed = header("x-amz-content-sha256").startsWith("STREAMING-AWS4-");
        return request.chunkSignatures()
                .filter(chunks -> signed)
                .map(chunks -> (ChunkSignatureCheck) new VerifiedChunks(chunks))
                .orElse(ChunkSignatureCheck.NONE);
    }

    // The bucket.

    /**
     * The bucket that the request is about.
     *
     * @throws S3Exception NoSuchBucket
     */
    public ObjectBucket bucket() throws IOException {
        ObjectBucket found = bucket(bucketName());
        hadBucket = true;
        return found;
    }

    /** Whether the bucket was deleted while this was answered. */
    public boolean isBucketGone() {
        try {
            return hadBucket && store().find(bucketName()).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Another bucket. */
    public ObjectBucket bucket(String name) throws IOException {
        Optional<ObjectBucket> found = store().find(name);
        if (found.isEmpty()) {
            throw Errors.noSuchBucket(name);
        }
        return found.get();
    }

    /** The account that owns a bucket. */
    public String owner(String bucket) throws IOException {
        return store().info(bucket).getOrDefault("owner", Principal.DEFAULT_ACCOUNT);
    }

    /** The region that a bucket was made in. */
    public String region(String bucket) throws IOException {
        return store().info(bucket).getOrDefault("region", "us-east-1");
    }

    /** The account that owns the bucket that the request is about. */
    public String ownerOfBucket() throws IOException {
        return owner(bucketName());
    }

    /** The policy of the bucket, if it is there and has one. */
    public List<PolicySource> bucketPolicies() throws IOException {
        Optional<ObjectBucket> found =
                bucketName().isEmpty() ? Optional.empty() : store().find(bucketName());
        if (found.isEmpty()) {
            return List.of();
        }
        Optional<byte[]> policy = found.get().configuration(POLICY);
        return policy.isEmpty()
                ? List.of()
                : List.of(
                        new PolicySource(
                                bucketName(),
                                "",
                                Policy.parse(
                                        new String(policy.get(), StandardCharsets.UTF_8),
                                        Policy.Kind.RESOURCE)));
    }
}
