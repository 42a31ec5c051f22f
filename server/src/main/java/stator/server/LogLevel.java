package stator.server;

import java.util.logging.Level;

/** How much the server tells about itself. */
enum LogLevel {
    ERROR(Level.SEVERE),
    WARNING(Level.WARNING),
    INFO(Level.INFO),
    DEBUG(Level.FINE);

    private final Level level;

    LogLevel(Level level) {
        this.level = level;
    }

    /** The level of the platform's logging. */
    Level level() {
        return level;
    }
}
