package stator.logs.store;

import java.nio.ByteBuffer;

/**
 * A place in a stream: events are in the order of their timestamps, and those of one millisecond in
 * the order in which they came.
 *
 * @param sequence the number of the event in its stream
 */
public record Position(long timestampMillis, long sequence) implements Comparable<Position> {
    /** How many bytes a position takes. */
    public static final int BYTES = 2 * Long.BYTES;

    /** Before all events. */
    public static final Position START = new Position(0, 0);

    /** After all events. */
    public static final Position END = new Position(Long.MAX_VALUE, Long.MAX_VALUE);

    public Position {
        if (timestampMillis < 0 || sequence < 0) {
            throw new IllegalArgumentException(timestampMillis + "/" + sequence);
        }
    }

    /** Before all events of a millisecond and those that came later. */
    public static Position of(long timestampMillis) {
        return new Position(Math.max(0, timestampMillis), 0);
    }

    /** The first position behind this one. */
    public Position next() {
        return sequence < Long.MAX_VALUE
                ? new Position(timestampMillis, sequence + 1)
                : new Position(timestampMillis + 1, 0);
    }

    /** The later of two. */
    public Position or(Position other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Position other) {
        int order = Long.compare(timestampMillis, other.timestampMillis);
        return order != 0 ? order : Long.compare(sequence, other.sequence);
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(BYTES).putLong(timestampMillis).putLong(sequence).array();
    }

    static Position of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Position(buffer.getLong(), buffer.getLong());
    }
}
