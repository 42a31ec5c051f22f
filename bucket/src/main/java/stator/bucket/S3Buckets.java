package stator.bucket;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import stator.identity.Credentials;

/** The buckets of an S3 service. They are there or not: none is made. */
public final class S3Buckets implements Buckets {
    private final S3Client client;

    /**
     * @param endpoint the service's URL; its path is ignored
     * @param credentials empty for a service that looks at no signature
     */
    public S3Buckets(URI endpoint, String region, Optional<Credentials> credentials, Clock clock) {
        client = new S3Client(endpoint, region, credentials.orElse(S3Client.ANYBODY), clock);
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
