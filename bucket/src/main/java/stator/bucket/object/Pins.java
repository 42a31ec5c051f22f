package stator.bucket.object;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which files of bytes are being read. One that is deleted meanwhile goes when the last reader is
 * done, so that whoever began to read an object reads it to its end. Thread-safe.
 */
final class Pins {
    /** Deletes a file of bytes. */
    @FunctionalInterface
    interface Deletion {
        void delete(Blob blob) throws IOException;
    }

    private final Deletion deletion;

    /** Guarded by this, as is the other. */
    private final Map<String, Integer> readers = new HashMap<>();

    private final Set<String> doomed = new HashSet<>();

    Pins(Deletion deletion) {
        this.deletion = deletion;
    }

    /** Somebody begins to read them. */
    synchronized void pin(List<Blob> blobs) {
        blobs.forEach(blob -> readers.merge(blob.id(), 1, Integer::sum));
    }

    /** Somebody is done. */
    void unpin(List<Blob> blobs) throws IOException {
        for (Blob blob : blobs) {
            if (isLast(blob)) {
                deletion.delete(blob);
            }
        }
    }

    private synchronized boolean isLast(Blob blob) {
        Integer left = readers.computeIfPresent(blob.id(), (id, n) -> n == 1 ? null : n - 1);
        return left == null && doomed.remove(blob.id());
    }

    /** Deletes them, each as soon as nobody reads it. */
    void delete(List<Blob> blobs) throws IOException {
        for (Blob blob : blobs) {
            if (isFree(blob)) {
                deletion.delete(blob);
            }
        }
    }

    private synchronized boolean isFree(Blob blob) {
        if (readers.containsKey(blob.id())) {
            doomed.add(blob.id());
            return false;
        }
        return true;
    }
}
