package stator.database.item;

/** On whose behalf an item is written; its change record says so. */
public sealed interface WriteCause {
    /** A client's. */
    WriteCause USER = new User();

    /** The number of the cause in a change record; {@code docs/file-format.md} states the same. */
    byte number();

    /** From which region the item was brought; empty if it was written here. */
    default String region() {
        return "";
    }

    /** A client asked for it. */
    record User() implements WriteCause {
        private static final byte NUMBER = 0;

        @Override
        public byte number() {
            return NUMBER;
        }
    }

    /** The item's time to live is over. */
    record TimeToLive() implements WriteCause {
        private static final byte NUMBER = 1;

        @Override
        public byte number() {
            return NUMBER;
        }
    }

    /**
     * The item was written in another region of a global table.
     *
     * @param region from where it was brought
     */
    record Replication(String region) implements WriteCause {
        private static final byte NUMBER = 2;

        public Replication {
            assert !region.isEmpty() : "An item that was brought from nowhere";
        }

        @Override
        public byte number() {
            return NUMBER;
        }
    }

    /**
     * The cause that a change record names.
     *
     * @throws IllegalStateException if there is none of that number
     */
    static WriteCause of(byte number, String region) {
        return switch (number) {
            case User.NUMBER -> USER;
            case TimeToLive.NUMBER -> new TimeToLive();
            case Replication.NUMBER -> new Replication(region);
            default -> throw new IllegalStateException("A change record with cause " + number);
        };
    }
}
