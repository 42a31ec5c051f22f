package stator.server;

import java.io.IOException;
import java.util.Optional;
import stator.operation.archive.Bucket;
import stator.operation.archive.Buckets;
import stator.operation.archive.NoSuchBucketException;

/** The buckets of an S3 service. They are there or not: none is made. */
final class S3Buckets implements Buckets {
    private final S3Client client;

    S3Buckets(S3Client client) {
        this.client = client;
    }

    @Override
    public Optional<Bucket> find(String name) throws IOException {
        return client.isThere(name) ? Optional.of(new S3Bucket(client, name)) : Optional.empty();
    }

    @Override
    public Bucket make(String name) throws IOException {
        return find(name).orElseThrow(NoSuchBucketException::new);
    }
}
