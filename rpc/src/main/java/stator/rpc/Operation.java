package stator.rpc;

import java.util.List;
import stator.identity.Principal;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.protocol.frame.PieceStream;

/**
 * One operation of a service.
 *
 * @param name as AWS has it, which is also that of its shape
 * @param resources what a request is about
 * @param execution what it does
 */
public record Operation(String name, Resources resources, Execution execution) {
    /** One that answers as soon as it is done. */
    public Operation(String name, Resources resources, Action action) {
        this(name, resources, (Execution) action);
    }

    /** One that answers as long as the caller listens. */
    public Operation(String name, Resources resources, Session session) {
        this(name, resources, (Execution) session);
    }

    /** Says which resources a request is about, as policies name them. */
    @FunctionalInterface
    public interface Resources {
        /** What is about no resource in particular. */
        Resources ANY = (request, caller) -> List.of("*");

        /** Their ARNs, at least one. */
        List<String> of(Struct request, Principal caller);
    }

    /** What an operation does with a request that holds to its shape. */
    public sealed interface Execution {}

    /** Begins an answer that is an event stream. */
    @FunctionalInterface
    public non-sealed interface Session extends Execution {
        /**
         * The frames that follow the first one, which every service of this kind sends.
         *
         * @throws stator.door.ServiceException what the caller did wrong
         */
        PieceStream.Source open(Struct request, Principal caller);
    }

    /** Answers at once. */
    @FunctionalInterface
    public non-sealed interface Action extends Execution {
        /**
         * @param answer takes the JSON of the answer; if it stays empty, so does the answer
         * @throws stator.door.ServiceException what the caller did wrong
         */
        void execute(Struct request, Principal caller, ResponseWriter answer);
    }
}
