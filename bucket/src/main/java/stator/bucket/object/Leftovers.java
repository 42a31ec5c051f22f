package stator.bucket.object;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.bucket.file.FileTree;
import stator.bucket.file.StorePaths;

/**
 * Files of bytes that no object has and no upload: a process that was killed had begun them, or had
 * forgotten their object and not yet deleted them.
 *
 * <p>While objects come and go. The files that are there are noted first, then those that are being
 * written are taken out, and then what uploads and objects have. Uploads come before objects,
 * because completing one makes the object before it ends the upload: so a file that belongs to
 * somebody all the time is met with one of its owners. A record that cannot be read ends it all:
 * nobody knows what it has.
 */
final class Leftovers {
    /** So many are looked at in one walk through the bucket. */
    private static final int CANDIDATES_MAX = 100_000;

    private final FileTree files;
    private final ObjectBucket bucket;

    Leftovers(FileTree files, ObjectBucket bucket) {
        this.files = files;
        this.bucket = bucket;
    }

    /**
     * Deletes them.
     *
     * @return how many there were
     */
    int delete() throws IOException {
        bucket.uploads().deleteEnded();
        int deleted = 0;
        Set<String> candidates = new HashSet<>();
        String root = StorePaths.bytes(bucket.name());
        for (FileTree.Child folder : files.children(root)) {
            List<FileTree.Child> children = files.children(root + "/" + folder.name());
            children.forEach(child -> candidates.add(child.name()));
            if (candidates.size() >= CANDIDATES_MAX) {
                deleted += deleteUnused(candidates);
                candidates.clear();
            }
        }
        return candidates.isEmpty() ? deleted : deleted + deleteUnused(candidates);
    }

    private int deleteUnused(Set<String> candidates) throws IOException {
        candidates.removeIf(bucket.newFiles()::has);
        for (Upload upload : bucket.uploads().all()) {
            bucket.uploads().parts(upload).forEach(part -> removeUsed(part, candidates));
        }
        ObjectWalk walk = bucket.walk("", "");
        for (Optional<String> key = walk.nextKey(); key.isPresent(); key = walk.nextKey()) {
            bucket.versions(key.get()).forEach(version -> removeUsed(version, candidates));
        }
        for (String blob : candidates) {
            bucket.pins().delete(List.of(new Blob(blob, 0)));
        }
        return candidates.size();
    }

    private static void removeUsed(ObjectVersion version, Set<String> candidates) {
        version.content().blobs().forEach(blob -> candidates.remove(blob.id()));
    }
}
