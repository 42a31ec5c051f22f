package stator.operation.fault;

import stator.model.ApiException;

/**
 * An error that somebody asked for by a {@link Fault}: answered as any other, and no news for a
 * log.
 */
public final class InjectedErrorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ApiException error;

    InjectedErrorException(ApiException error) {
        super(error.getMessage(), null, false, false);
        this.error = error;
    }

    /** What is answered. */
    public ApiException error() {
        return error;
    }
}
