package stator.s3.bucket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.bucket.object.ObjectBucket;
import stator.bucket.object.ObjectVersion;
import stator.bucket.object.ObjectWalk;
import stator.s3.request.CommonPrefix;

/**
 * A page of a list of objects: those whose keys begin with a prefix, and in the place of those that
 * go on with the delimiter what they have in common.
 *
 * @param last where the next page goes on, a key or a common prefix; empty if there is none
 */
record Page(List<ObjectVersion> objects, List<String> commonPrefixes, String last) {
    boolean isTruncated() {
        return !last.isEmpty();
    }

    /**
     * @param after what comes before the first key
     * @param max how many objects and prefixes
     */
    static Page of(ObjectBucket bucket, String prefix, String delimiter, String after, int max)
            throws IOException {
        List<ObjectVersion> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        if (max == 0) {
            return new Page(objects, prefixes, "");
        }
        ObjectWalk walk = bucket.walk(prefix, after);
        CommonPrefix.of(after, prefix, delimiter).filter(after::equals).ifPresent(walk::skip);
        String last = "";
        for (Optional<ObjectVersion> next = walk.next(); next.isPresent(); next = walk.next()) {
            if (objects.size() + prefixes.size() == max) {
                return new Page(objects, prefixes, last);
            }
            Optional<String> common = CommonPrefix.of(next.get().key(), prefix, delimiter);
            if (common.isPresent()) {
                prefixes.add(common.get());
                walk.skip(common.get());
            } else {
                objects.add(next.get());
            }
            last = common.orElse(next.get().key());
        }
        return new Page(objects, prefixes, "");
    }
}
