package stator.bucket;

import java.io.IOException;
import java.util.Optional;

/** The buckets that exports go to and imports come from, by their names. */
public interface Buckets {
    /** The bucket of that name, if there is one. */
    Optional<Bucket> find(String name) throws IOException;

    /**
     * The bucket of that name, which is made if it is not there.
     *
     * @throws NoSuchBucketException if it is not there and cannot be made
     */
    Bucket make(String name) throws IOException;
}
