package stator.s3.request;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import stator.door.Access;
import stator.door.Reply;

/**
 * An operation of Amazon S3: how its requests are recognised, what it would do, and how it is done.
 *
 * @param name as in the API
 * @param action in the words of policies; empty if it has none
 * @param level what its requests are about
 * @param method of HTTP
 * @param marks what its requests have beside: a parameter of the query ({@code ?uploads}) or a
 *     header
 */
public record Operation(
        String name,
        String action,
        Level level,
        String method,
        List<String> marks,
        Execution execution) {
    /** What a request is about. */
    public enum Level {
        ACCOUNT,
        BUCKET,
        OBJECT;

        static Level of(S3Request request) {
            if (request.bucketName().isEmpty()) {
                return ACCOUNT;
            }
            return request.key().isEmpty()
                            || request.subResources().stream().anyMatch(SubResource::isBucketsOfKey)
                    ? BUCKET
                    : OBJECT;
        }
    }

    /** Does it. */
    @FunctionalInterface
    public interface Execution {
        Reply execute(S3Request request) throws IOException;
    }

    public Operation {
        marks = List.copyOf(marks);
    }

    /** One whose action has its name. */
    public static Operation of(
            String name, Level level, String method, Execution execution, String... marks) {
        return new Operation(name, "s3:" + name, level, method, List.of(marks), execution);
    }

    /** The same with an action of another name. */
    public Operation allowedBy(String otherAction) {
        return new Operation(name, otherAction, level, method, marks, execution);
    }

    /** The same with one more mark. */
    public Operation alsoWith(String mark) {
        List<String> more = new ArrayList<>(marks);
        more.add(mark);
        return new Operation(name, action, level, method, more, execution);
    }

    /**
     * Whether a request is one of it: it has the marks, and no sub-resource that is none of them.
     * Of several the one with the most marks is meant.
     */
    public boolean isMeant(S3Request request) {
        return method.equals(request.method())
                && level == Level.of(request)
                && marks.stream().allMatch(mark -> has(request, mark))
                && request.subResources().stream()
                        .allMatch(each -> marks.contains("?" + each.parameter()));
    }

    private static boolean has(S3Request request, String mark) {
        if (!mark.startsWith("?")) {
            return request.hasHeader(mark);
        }
        int equals = mark.indexOf('=');
        return equals < 0
                ? request.hasParameter(mark.substring(1))
                : request.parameter(mark.substring(1, equals)).equals(mark.substring(equals + 1));
    }

    /**
     * What a request would do. A version that is named has actions of its own (see the service
     * authorization reference of Amazon S3).
     */
    public List<Access> accesses(S3Request request) throws IOException {
        if (action.isEmpty()) {
            return List.of();
        }
        return List.of(
                new Access(
                        versionedAction(request),
                        List.of(arn(request)),
                        new ConditionValues(request),
                        request.bucketPolicies()));
    }

    private String versionedAction(S3Request request) {
        boolean ofVersion = level == Level.OBJECT && !request.parameter("versionId").isEmpty();
        if (!ofVersion) {
            return action;
        }
        return switch (action) {
            case "s3:GetObject" -> "s3:GetObjectVersion";
            case "s3:DeleteObject" -> "s3:DeleteObjectVersion";
            case "s3:GetObjectTagging" -> "s3:GetObjectVersionTagging";
            case "s3:PutObjectTagging" -> "s3:PutObjectVersionTagging";
            case "s3:DeleteObjectTagging" -> "s3:DeleteObjectVersionTagging";
            case "s3:GetObjectAcl" -> "s3:GetObjectVersionAcl";
            case "s3:GetObjectAttributes" -> "s3:GetObjectVersionAttributes";
            default -> action;
        };
    }

    private String arn(S3Request request) {
        return switch (level) {
            case ACCOUNT -> "*";
            case BUCKET -> "arn:aws:s3:::" + request.bucketName();
            case OBJECT -> "arn:aws:s3:::" + request.bucketName() + "/" + request.key();
        };
    }
}
