package stator.s3.request;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import stator.bucket.object.ObjectVersion;
import stator.identity.policy.RequestValues;

/**
 * What conditions of policies can ask about a request of Amazon S3 (service authorization
 * reference, "Condition keys for Amazon S3"), and what they can ask about one that nobody signed.
 */
record ConditionValues(S3Request request) implements RequestValues {
    private static final String HEADER = "s3:x-amz-";
    private static final String EXISTING_TAG = "s3:existingobjecttag/";
    private static final String REQUEST_TAG = "s3:requestobjecttag/";
    private static final int TAGS_MAX = 50;

    @Override
    public List<String> of(String key) {
        if (key.startsWith(HEADER)) {
            return header(key.substring("s3:".length()));
        }
        if (key.startsWith(EXISTING_TAG)) {
            return tag(existingTags(), key.substring(EXISTING_TAG.length()));
        }
        if (key.startsWith(REQUEST_TAG)) {
            return tag(requestTags(), key.substring(REQUEST_TAG.length()));
        }
        return switch (key) {
            case "s3:prefix" -> parameter("prefix");
            case "s3:delimiter" -> parameter("delimiter");
            case "s3:max-keys" -> parameter("max-keys");
            case "s3:versionid" -> parameter("versionId");
            case "s3:authtype" -> authType();
            case "s3:signatureversion" -> signatureVersion();
            case "s3:resourceaccount" -> List.of(owner());
            case "s3:requestobjecttagkeys" -> requestTags().map(Tags::names).orElse(List.of());
            case "aws:sourceip" -> List.of(request.principal().source().getHostAddress());
            case "aws:securetransport" -> List.of(Boolean.toString(request.isSecure()));
            case "aws:useragent" -> header("user-agent");
            case "aws:referer" -> header("referer");
            case "aws:currenttime" ->
                    List.of(request.clock().instant().truncatedTo(ChronoUnit.SECONDS).toString());
            case "aws:epochtime" ->
                    List.of(Long.toString(request.clock().instant().getEpochSecond()));
            default -> List.of();
        };
    }

    private List<String> header(String name) {
        return request.hasHeader(name) ? List.of(request.header(name)) : List.of();
    }

    private List<String> parameter(String name) {
        return request.hasParameter(name) ? List.of(request.parameter(name)) : List.of();
    }

    private boolean isInQuery() {
        return request.hasParameter("X-Amz-Signature") || request.hasParameter("Signature");
    }

    private List<String> authType() {
        if (request.method().equals("POST")
                && !request.hasHeader("authorization")
                && !isInQuery()) {
            return List.of("POST");
        }
        return request.hasHeader("authorization")
                ? List.of("REST-HEADER")
                : isInQuery() ? List.of("REST-QUERY-STRING") : List.of();
    }

    private List<String> signatureVersion() {
        return request.hasParameter("Signature") ? List.of("AWS") : List.of("AWS4-HMAC-SHA256");
    }

    private String owner() {
        try {
            return request.ownerOfBucket();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> tag(Optional<Tags> tags, String small) {
        return tags.stream()
                .flatMap(all -> all.values().entrySet().stream())
                .filter(tag -> tag.getKey().equalsIgnoreCase(small))
                .map(tag -> tag.getValue())
                .toList();
    }

    private Optional<Tags> requestTags() {
        String header = request.header("x-amz-tagging");
        return header.isEmpty() ? Optional.empty() : Optional.of(Tags.ofHeader(header, TAGS_MAX));
    }

    /** Those of the object that the request is about. */
    private Optional<Tags> existingTags() {
        try {
            Optional<ObjectVersion> object =
                    request.key().isEmpty() || request.store().find(request.bucketName()).isEmpty()
                            ? Optional.empty()
                            : request.bucket().find(request.key(), request.parameter("versionId"));
            return object.map(found -> Tags.ofAttribute(found.attribute("tags")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
