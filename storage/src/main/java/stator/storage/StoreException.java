package stator.storage;

/**
 * A store could not do what it was asked to. The subclasses tell what is known about the outcome.
 */
public abstract sealed class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * Nothing was applied; trying again later may succeed (disk full, store degraded, shutting
     * down).
     */
    public static final class Unavailable extends StoreException {
        private static final long serialVersionUID = 1L;

        /** What anybody may read. */
        private final String forClients;

        public Unavailable(String message, Throwable cause) {
            this(message, "", cause);
        }

        /**
         * @param forClients what those who call may read: without names of files. Empty for nothing
         */
        public Unavailable(String message, String forClients, Throwable cause) {
            super(message, cause);
            this.forClients = forClients;
        }

        /** What those who call may read; empty for nothing. */
        public String forClients() {
            return forClients;
        }
    }

    /** Nothing was applied, because others kept changing the same rows. */
    public static final class Conflict extends StoreException {
        private static final long serialVersionUID = 1L;

        public Conflict(String message) {
            super(message, null);
        }
    }

    /** The write may or may not have been applied (a failed sync, a lost connection). */
    public static final class OutcomeUnknown extends StoreException {
        private static final long serialVersionUID = 1L;

        public OutcomeUnknown(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Stored bytes are damaged. The message names the file and the offset, and what to do. */
    public static final class Corrupt extends StoreException {
        private static final long serialVersionUID = 1L;

        public Corrupt(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
