package stator.relay;

import java.util.Optional;
import stator.door.Reply;
import stator.door.Request;

/** What stands behind the door for requests that other servers bring. Thread-safe. */
public interface Inside {
    /**
     * Answers a request.
     *
     * @return empty if this server is not the holder, and nothing was begun
     */
    Optional<Reply> answerAsHolder(Request request);

    /** The answer to a request for which there is no memory left. */
    Reply overloaded(Request head);
}
