package stator.door;

/**
 * Answering would take longer than an event loop may. Nothing was done: the request is to be
 * answered from the start on a thread that nobody else waits for.
 */
public final class TakesLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TakesLongException() {
        super("Answering takes long", null, false, false);
    }
}
