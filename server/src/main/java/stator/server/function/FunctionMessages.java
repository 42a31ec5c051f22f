package stator.server.function;

import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import stator.bucket.Bucket;
import stator.lambda.neighbour.MessageSink;

/**
 * Messages of functions to queues, topics and buses, which are not here: each is a file, in a
 * folder that is named as the queue is.
 */
final class FunctionMessages implements MessageSink {
    private final Bucket bucket;

    FunctionMessages(Bucket bucket) {
        this.bucket = bucket;
    }

    @Override
    public void send(String arn, byte[] message) throws IOException {
        String[] parts = arn.split(":", 6);
        if (parts.length < 6) {
            throw new IOException("No ARN: " + arn);
        }
        String name = parts[5].replaceAll("[^A-Za-z0-9._-]", "_");
        String key = "%s/%s/%s-%s.json".formatted(parts[2], name, Instant.now(), UUID.randomUUID());
        try (Bucket.Upload upload = bucket.write(key.replace(':', '.'))) {
            upload.write(message);
            upload.commit();
        }
    }
}
