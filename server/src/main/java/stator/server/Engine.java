package stator.server;

import java.nio.file.Path;
import java.util.Optional;

/** Where the data is kept. */
public sealed interface Engine {
    /** In memory, until the server stops. */
    record Memory() implements Engine {}

    /**
     * In files, for good.
     *
     * @param directory made if it is not there
     */
    record Disk(Path directory, SyncPolicy durability) implements Engine {}

    /** When a write is on stable storage. */
    enum Sync {
        /** Before it is answered. */
        ALWAYS,
        /** After some time. */
        INTERVAL,
        /** When the operating system sees fit. */
        NONE
    }

    /**
     * When writes are forced to stable storage.
     *
     * @param intervalMillis the time between two syncs, for {@link Sync#INTERVAL}
     */
    record SyncPolicy(Sync sync, long intervalMillis) {
        /** Reads {@code always}, {@code interval:MILLISECONDS} or {@code none}. */
        static Optional<SyncPolicy> parse(String text) {
            return switch (text) {
                case "always" -> Optional.of(new SyncPolicy(Sync.ALWAYS, 0));
                case "none" -> Optional.of(new SyncPolicy(Sync.NONE, 0));
                default ->
                        text.matches("interval:[1-9][0-9]{0,8}")
                                ? Optional.of(
                                        new SyncPolicy(
                                                Sync.INTERVAL,
                                                Long.parseLong(
                                                        text.substring("interval:".length()))))
                                : Optional.empty();
            };
        }

        @Override
        public String toString() {
            return switch (sync) {
                case ALWAYS -> "always";
                case INTERVAL -> "interval:" + intervalMillis;
                case NONE -> "none";
            };
        }
    }
}
