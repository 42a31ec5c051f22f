package stator.operation.partiql;

import stator.model.ApiException;

/** The shapes of AWS's messages about statements. */
final class StatementError {
    private static final String NOT_WELL_FORMED =
            "Statement wasn't well formed, can't be processed: ";

    private StatementError() {}

    /** The statement cannot be read; {@code detail} may be empty. */
    static ApiException notWellFormed(String detail) {
        return ApiException.validation(NOT_WELL_FORMED + detail);
    }

    /** Something at a place of the statement is refused. */
    static ApiException refused(String problem, Position at) {
        return ApiException.validation(problem + " at " + at);
    }
}
