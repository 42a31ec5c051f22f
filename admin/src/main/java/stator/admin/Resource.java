package stator.admin;

import java.util.Optional;
import stator.door.Reply;

/** Something beside the API that is asked and told by HTTP, at paths of its own. Thread-safe. */
@FunctionalInterface
interface Resource {
    /**
     * Answers a request. What is not a GET may take its time.
     *
     * @param path without doubled slashes and without a query
     * @return empty if there is nothing of that method at that path
     */
    Optional<Reply> answer(String method, String path, byte[] body);

    /** Whether it answers everybody, also where callers are looked at. */
    default boolean isPublic() {
        return false;
    }
}
