package stator.operation;

/**
 * Is told of every call once it is answered: the place for metrics and a log of slow calls.
 *
 * <p>It is called on the thread that executed the call, before the answer is sent, so it must be
 * quick and must not throw.
 */
@FunctionalInterface
public interface CallObserver {
    /** Nobody watches. */
    CallObserver NONE = (call, response, nanos) -> {};

    /** A call was answered after that many nanoseconds. */
    void answered(Call call, Response response, long nanos);
}
