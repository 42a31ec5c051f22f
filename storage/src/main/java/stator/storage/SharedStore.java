package stator.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A store before which several servers stand. One of them holds it and has it open; the others look
 * again and again whether it is free, and bring what they are asked to the holder meanwhile.
 *
 * <p>That no server which lost the store changes anything any more, however late it learns of its
 * loss, is the engine's promise. Thread-safe.
 */
public interface SharedStore extends AutoCloseable {
    /**
     * Who holds the store.
     *
     * @param door where and how the holder takes what others bring it, in the holder's own words;
     *     empty if it takes nothing
     * @param host the machine and the process, for people
     * @param epoch raised by each change of the holder
     * @param since when it became the holder, by its own clock
     */
    record Holder(String door, String host, long epoch, Instant since) {}

    /**
     * Who holds the store, as it was found less than half a second ago; empty for nobody.
     *
     * @throws StoreException.Unavailable if that cannot be found out
     */
    Optional<Holder> holder();

    /**
     * Opens the store if nobody holds it, or if its holder was not heard of for too long between
     * two calls of this. To be called again and again, some times a second, and by nobody who holds
     * it. To close the store is to give it back.
     *
     * @param door what others are told of this server
     * @param lost called at most once, if another server took the store over
     * @return empty if another server holds it, or there is an {@link #objection} to this one
     * @throws StoreException.Unavailable if the store cannot be opened now
     */
    Optional<Store> open(String door, Runnable lost);

    /**
     * Why this server may not write in the store, though another one may; empty if it may. A holder
     * with an objection should leave the store to another.
     */
    Optional<String> objection();

    /** How far the clock of this server is ahead of the store's; negative if it is behind. */
    Duration clockOffset();

    /**
     * Bytes that all servers before the store know and nobody else. Who asks first chooses them.
     *
     * @throws StoreException.Unavailable if they cannot be found out
     */
    byte[] secret(String name, Supplier<byte[]> first);

    /** Lets go of it. A store that was opened is to be closed before. */
    @Override
    void close();
}
