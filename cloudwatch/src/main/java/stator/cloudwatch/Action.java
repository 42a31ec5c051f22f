package stator.cloudwatch;

import java.util.Map;
import java.util.Optional;
import stator.cloudwatch.wire.Members;
import stator.identity.Principal;

/** One operation: what it answers, or nothing for one that answers nothing. */
@FunctionalInterface
interface Action {
    /**
     * @throws stator.door.ServiceException what the caller did wrong
     */
    Optional<Map<String, Object>> execute(Members request, Principal caller);
}
