package stator.bucket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MemoryBucketTest {
    private static final int ROOM_BYTES = 1 << 20;

    /** What there is for a bucket, and how much of it is taken. */
    private static final class Room implements MemoryRoom {
        private long taken;

        @Override
        public void take(long bytes) throws NoRoomException {
            if (taken + bytes > ROOM_BYTES) {
                throw new NoRoomException("full");
            }
            taken += bytes;
        }

        @Override
        public void give(long bytes) {
            taken -= bytes;
            assertTrue(taken >= 0, "more was given than taken");
        }
    }

    private final Room room = new Room();
    private final MemoryBucket bucket = new MemoryBucket(room);

    private void put(String key, byte[] bytes, int pieceBytes) throws IOException {
        try (Bucket.Upload upload = bucket.write(key)) {
            for (int at = 0; at < bytes.length; at += pieceBytes) {
                upload.write(bytes, at, Math.min(pieceBytes, bytes.length - at));
            }
            upload.commit();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        for (int length : new int[] {0, 1, 1023, 1024, 1025, 5_000, 700_000}) {
            byte[] bytes = random(length);
            put("key", bytes, Math.max(1, length / 7));
            try (InputStream in = bucket.read("key")) {
                assertArrayEquals(bytes, in.readAllBytes());
            }
            int skipped = length / 3;
            try (InputStream in = bucket.read("key")) {
                in.skipNBytes(skipped);
                assertArrayEquals(Arrays.copyOfRange(bytes, skipped, length), in.readAllBytes());
            }
            assertEquals(List.of(new Bucket.Entry("key", length)), bucket.list("k"));
        }
    }

    @Test
    void takesLittleMoreThanItHolds() throws IOException {
        put("key", random(500_000), 900);
        assertTrue(room.taken >= 500_000 && room.taken < 501_000, "took " + room.taken);
    }

    @Test
    void refusesWhatFindsNoRoomAndGivesBackWhatItTook() throws IOException {
        put("a", random(700_000), 4096);
        long taken = room.taken;
        assertThrows(NoRoomException.class, () -> put("b", random(700_000), 4096));
        assertEquals(taken, room.taken);
        assertEquals(1, bucket.list("").size());
        put("a", random(10), 10);
        put("b", random(700_000), 4096);
        bucket.delete("a");
        bucket.delete("b");
        bucket.delete("b");
        assertEquals(0, room.taken);
    }

    @Test
    void anUploadThatIsNotCommittedLeavesNothing() throws IOException {
        try (Bucket.Upload upload = bucket.write("key")) {
            upload.write(new byte[1000]);
        }
        assertEquals(List.of(), bucket.list(""));
        assertEquals(0, room.taken);
    }
}
