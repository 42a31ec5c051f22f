package stator.storage.cassandra;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What commits that wrote a row added to counters, by period. It lies in the row, so it is there if
 * and only if the commits are. Immutable.
 *
 * <pre>
 * tally := id parts*
 * id    := length (2 bytes) UTF-8           of the last commit
 * part  := period (8) highest version (8) count of sums (2) sums*
 * sums  := generation (4) count of numbers (2) numbers (8 each)
 * </pre>
 *
 * @param id of the transaction that wrote it last
 * @param parts by period
 */
record Tally(String id, SortedMap<Long, Part> parts) {
    private static final int SHORT_MAX = 0xffff;

    /**
     * What was added in one period.
     *
     * @param version the highest of a row
     * @param sums by generation
     */
    record Part(long version, Map<Integer, long[]> sums) {
        static final Part NONE = new Part(0, Map.of());

        /** Both. */
        Part plus(Part other) {
            Map<Integer, long[]> all = new HashMap<>(sums);
            other.sums.forEach((generation, added) -> all.merge(generation, added, Part::add));
            return new Part(Math.max(version, other.version), all);
        }

        /** Position by position. */
        static long[] add(long[] one, long[] other) {
            long[] sum = Arrays.copyOf(one, Math.max(one.length, other.length));
            for (int i = 0; i < other.length; i++) {
                sum[i] += other[i];
            }
            return sum;
        }
    }

    Tally {
        assert id.length() < SHORT_MAX : id;
    }

    /** A tally of no commits. */
    static Tally empty() {
        return new Tally("", new TreeMap<>());
    }

    /** With one more commit. */
    Tally with(String commit, long period, Part added) {
        SortedMap<Long, Part> more = new TreeMap<>(parts);
        more.merge(period, added, Part::plus);
        return new Tally(commit, more);
    }

    /** Without the periods before one. */
    Tally from(long period) {
        return new Tally(id, new TreeMap<>(parts.tailMap(period)));
    }

    byte[] bytes() {
        byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
        int size = Short.BYTES + idBytes.length;
        for (Part part : parts.values()) {
            size += 2 * Long.BYTES + Short.BYTES;
            for (long[] numbers : part.sums().values()) {
                size += Integer.BYTES + Short.BYTES + numbers.length * Long.BYTES;
            }
        }
        ByteBuffer buffer = ByteBuffer.allocate(size);
        buffer.putShort((short) idBytes.length).put(idBytes);
        parts.forEach((period, part) -> write(period, part, buffer));
        assert !buffer.hasRemaining() : buffer.remaining() + " bytes of a tally are not set";
        return buffer.array();
    }

    private static void write(long period, Part part, ByteBuffer buffer) {
        assert part.sums().size() <= SHORT_MAX : part.sums().size();
        buffer.putLong(period).putLong(part.version()).putShort((short) part.sums().size());
        part.sums()
                .forEach((generation, numbers) -> {
                    assert numbers.length <= SHORT_MAX : numbers.length;
                    buffer.putInt(generation).putShort((short) numbers.length);
                    for (long number : numbers) {
                        buffer.putLong(number);
                    }
                });
    }

    /** Null is a tally of no commits. */
    static Tally read(byte[] bytes) {
        if (bytes == null) {
            return empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] id = new byte[buffer.getShort() & SHORT_MAX];
        buffer.get(id);
        SortedMap<Long, Part> parts = new TreeMap<>();
        while (buffer.hasRemaining()) {
            long period = buffer.getLong();
            long version = buffer.getLong();
            Map<Integer, long[]> sums = new HashMap<>();
            for (int left = buffer.getShort() & SHORT_MAX; left > 0; left--) {
                int generation = buffer.getInt();
                long[] numbers = new long[buffer.getShort() & SHORT_MAX];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = buffer.getLong();
                }
                sums.put(generation, numbers);
            }
            parts.put(period, new Part(version, sums));
        }
        return new Tally(new String(id, StandardCharsets.UTF_8), parts);
    }
}
