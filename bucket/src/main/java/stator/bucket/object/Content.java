package stator.bucket.object;

import java.util.List;

/**
 * Where the bytes of an object are. They do not change, except for those of a file that others put
 * into the bucket's folder.
 */
public sealed interface Content {
    /** No bytes. */
    Content EMPTY = new Inline(new byte[0]);

    /** How many bytes there are. */
    long size();

    /** The files that hold them; none if they are elsewhere. */
    default List<Blob> blobs() {
        return List.of();
    }

    /** A few bytes, kept in the record of the object. */
    record Inline(byte[] bytes) implements Content {
        @Override
        public long size() {
            return bytes.length;
        }
    }

    /** Files, one after the other: one, or those of parts that were uploaded one by one. */
    record Blobs(List<Blob> blobs) implements Content {
        public Blobs {
            blobs = List.copyOf(blobs);
        }

        @Override
        public long size() {
            return blobs.stream().mapToLong(Blob::size).sum();
        }
    }

    /**
     * A file in the bucket's folder that others put there.
     *
     * @param path in the tree of files
     */
    record Foreign(String path, long size) implements Content {}
}
