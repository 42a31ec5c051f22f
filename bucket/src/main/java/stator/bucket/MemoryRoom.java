package stator.bucket;

/** The memory that buckets may take, which others may share. Thread-safe. */
public interface MemoryRoom {
    /** As much as anybody wants. */
    MemoryRoom UNLIMITED =
            new MemoryRoom() {
                @Override
                public void take(long bytes) {}

                @Override
                public void give(long bytes) {}
            };

    /**
     * Takes room for so many bytes.
     *
     * @throws NoRoomException if there is not enough
     */
    void take(long bytes) throws NoRoomException;

    /** Gives room back that was taken. */
    void give(long bytes);
}
