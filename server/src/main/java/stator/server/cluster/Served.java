package stator.server.cluster;

import stator.door.Handler;

/** All that stands on an open store, which is closed with it. */
public interface Served extends AutoCloseable {
    /** What answers requests. */
    Handler door();

    /** Goes on with what was under way when the store was closed last. */
    void resume();

    @Override
    void close();
}
