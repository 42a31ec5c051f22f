package stator.door;

import java.util.Optional;

/** What the network puts its requests to. Thread-safe. */
public interface Handler {
    /**
     * The answer to a request that may not pass, whatever its body says. Only its head has arrived.
     */
    Optional<Reply> refusal(Request head);

    /**
     * The answer to a request for which there is no memory left; it was certainly not applied. Only
     * its head has arrived.
     */
    Reply overloaded(Request head);

    /**
     * Whether the body of a request is to be read while it arrives, however long it is. Only its
     * head has arrived.
     */
    boolean streams(Request head);

    /** Whether answering may take so long that no event loop may do it. */
    boolean mayBlock(Request request);

    /**
     * Answers a request. Throws nothing else: this is where what we did wrong ends.
     *
     * @throws TakesLongException on an event loop only
     */
    Reply answer(Request request);
}
