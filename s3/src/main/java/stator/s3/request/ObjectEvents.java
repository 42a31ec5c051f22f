package stator.s3.request;

import stator.bucket.object.ObjectVersion;

/** Hears of what happens to objects. Thread-safe. */
public interface ObjectEvents {
    /**
     * @param request that did it
     * @param event such as {@code ObjectCreated:Put}
     * @param object as it is now, or as it was if it is gone
     */
    void happened(S3Request request, String event, ObjectVersion object);

    /** Whether a target, by its ARN, takes notifications. */
    boolean takes(String target);
}
