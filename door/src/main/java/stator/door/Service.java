package stator.door;

import java.util.List;
import java.util.Optional;
import stator.identity.Principal;

/**
 * One of AWS's services, or what is ours beside them. Thread-safe.
 *
 * <p>It knows what its requests mean, and no other service. Who calls, whether that is allowed, how
 * long it took and what it looks like when it goes wrong is the {@link Door}'s part, once for all.
 */
public interface Service extends AutoCloseable {
    /**
     * Answers a request of an accepted caller.
     *
     * @throws ServiceException an error, which is answered in the form of the service
     * @throws TakesLongException if the service let an event loop try, and it would take long
     */
    Reply answer(Request request, Principal principal);

    /**
     * What a request would do, as far as that can be told before it is executed. A service that
     * learns it only while it reads the body asks its {@link Authorizer} itself.
     */
    default List<Access> accesses(Request request, Principal principal) {
        return List.of();
    }

    /**
     * A request that says who calls where only the service can read it.
     *
     * @param request what it means, which is judged and answered in place of what was sent
     * @param admission of whoever calls
     */
    record Recognised(Request request, Authenticator.Admission admission) {}

    /** Who calls, if a request that is not signed says so in a way of the service. */
    default Optional<Recognised> recognise(Request request) {
        return Optional.empty();
    }

    /** Answers a request whose caller is not accepted. */
    default Reply refuse(Request request, AuthenticationException refusal) {
        throw refusal;
    }

    /**
     * Whether a request of a web page of elsewhere is let in, if its {@link Nameplate} says that
     * the service decides that.
     */
    default boolean admits(Request request) {
        return false;
    }

    /** Whether answering may take so long that no event loop may do it. */
    default boolean mayBlock(Request request) {
        return true;
    }

    /** Ends what the service does in the background. */
    @Override
    default void close() {}
}
