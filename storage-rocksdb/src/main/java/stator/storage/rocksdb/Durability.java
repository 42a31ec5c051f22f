package stator.storage.rocksdb;

/** When a write is on stable storage. */
public sealed interface Durability {
    /** Before it is acknowledged: nothing acknowledged is ever lost. */
    record Always() implements Durability {
        @Override
        public String toString() {
            return "always";
        }
    }

    /**
     * Some time after it was acknowledged: a power cut may lose the last writes, the death of the
     * process loses nothing.
     *
     * @param millis longest time between two syncs
     */
    record Interval(long millis) implements Durability {
        public Interval {
            if (millis < 1) {
                throw new IllegalArgumentException(
                        "The interval between two syncs is at least 1 millisecond, not " + millis);
            }
        }

        @Override
        public String toString() {
            return "interval:" + millis;
        }
    }

    /** When the operating system finds time. The death of the process loses nothing. */
    record None() implements Durability {
        @Override
        public String toString() {
            return "none";
        }
    }

    /**
     * Reads {@code always}, {@code interval:MILLISECONDS} or {@code none}.
     *
     * @throws IllegalArgumentException for anything else; the message is for people
     */
    static Durability parse(String text) {
        if (text.equals("always")) {
            return new Always();
        }
        if (text.equals("none")) {
            return new None();
        }
        if (text.matches("interval:[0-9]{1,9}")) {
            return new Interval(Long.parseLong(text.substring("interval:".length())));
        }
        throw new IllegalArgumentException(
                "Durability is always, interval:MILLISECONDS or none, not " + text);
    }
}
