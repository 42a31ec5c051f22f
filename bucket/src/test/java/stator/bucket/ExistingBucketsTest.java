package stator.bucket;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Buckets as AWS has them: there or not. */
class ExistingBucketsTest {
    @Test
    void noneIsMade() throws Exception {
        MemoryBuckets all = new MemoryBuckets();
        ExistingBuckets existing = new ExistingBuckets(all);
        assertThrows(NoSuchBucketException.class, () -> existing.make("new"));
        assertTrue(all.find("new").isEmpty());
        all.make("there");
        existing.make("there");
        assertTrue(existing.find("there").isPresent());
    }
}
