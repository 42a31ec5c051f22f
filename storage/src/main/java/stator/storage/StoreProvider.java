package stator.storage;

import java.util.Map;

/**
 * An engine that is loaded only when it is chosen, with its libraries, by {@link
 * java.util.ServiceLoader}. Those who never choose it need none of its jars.
 */
public interface StoreProvider {
    /** What its addresses begin with, before the colon. */
    String scheme();

    /**
     * Goes to a store, which this and other servers may open one at a time.
     *
     * @param address where it is; begins with the scheme
     * @param options what else is to be known of it, by the names of the engine
     * @throws IllegalArgumentException if address or options are wrong; the message says what to do
     * @throws StoreException.Unavailable if it cannot be reached now
     */
    SharedStore share(String address, Map<String, String> options);
}
