package stator.bucket;

import java.io.IOException;
import java.util.Optional;

/** Other buckets, of which none is made: as on AWS, whoever writes needs one as well. */
public record ExistingBuckets(Buckets buckets) implements Buckets {
    @Override
    public Optional<Bucket> find(String name) throws IOException {
        return buckets.find(name);
    }

    @Override
    public Bucket make(String name) throws IOException {
        return find(name).orElseThrow(NoSuchBucketException::new);
    }
}
