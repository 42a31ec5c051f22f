package stator.cloudwatch;

import stator.door.ServiceException;

/** The errors of the API, in AWS's words, with the names that they have in forms. */
final class CloudWatchErrors {
    private CloudWatchErrors() {}

    static ServiceException missing(String parameter) {
        return of(400, "MissingParameter", "The parameter " + parameter + " is required.");
    }

    static ServiceException invalid(String message) {
        return of(400, "InvalidParameterValue", message);
    }

    static ServiceException combination(String message) {
        return of(400, "InvalidParameterCombination", message);
    }

    static ServiceException validation(String message) {
        return of(400, "ValidationError", message);
    }

    static ServiceException of(int status, String code, String message) {
        return new ServiceException(status, code, message);
    }
}
