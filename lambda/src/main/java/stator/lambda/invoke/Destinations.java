package stator.lambda.invoke;

import java.io.IOException;
import java.util.Optional;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.lambda.neighbour.MessageSink;

/** Where records of invocations go: functions, buckets, and services that are not here. */
public final class Destinations {
    private static final String BUCKET = ":s3:::";

    private final Buckets buckets;
    private final MessageSink sink;

    public Destinations(Buckets buckets, MessageSink sink) {
        this.buckets = buckets;
        this.sink = sink;
    }

    /** Whether an ARN is that of a bucket. */
    public static boolean isBucket(String arn) {
        return arn.contains(BUCKET);
    }

    /** Whether an ARN is that of a function. */
    public static boolean isFunction(String arn) {
        return arn.contains(":lambda:");
    }

    /**
     * Sends a record to a bucket, a queue, a topic or a bus.
     *
     * @param key of the object, if it is a bucket
     */
    public void send(String arn, String key, byte[] record) throws IOException {
        if (!isBucket(arn)) {
            sink.send(arn, record);
            return;
        }
        String name = arn.substring(arn.indexOf(BUCKET) + BUCKET.length());
        Optional<Bucket> bucket = buckets.find(name);
        if (bucket.isEmpty()) {
            throw new IOException("There is no bucket " + name);
        }
        try (Bucket.Upload upload = bucket.get().write(key)) {
            upload.write(record);
            upload.commit();
        }
    }
}
