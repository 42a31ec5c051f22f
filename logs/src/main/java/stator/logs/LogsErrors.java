package stator.logs;

import stator.door.ServiceException;

/** The errors of the API, in AWS's words. */
final class LogsErrors {
    static final String INVALID_PARAMETER = "InvalidParameterException";

    private LogsErrors() {}

    static ServiceException noGroup() {
        return notFound("The specified log group does not exist.");
    }

    static ServiceException noStream() {
        return notFound("The specified log stream does not exist.");
    }

    static ServiceException notFound(String message) {
        return of("ResourceNotFoundException", message);
    }

    static ServiceException exists(String message) {
        return of("ResourceAlreadyExistsException", message);
    }

    static ServiceException invalid(String message) {
        return of(INVALID_PARAMETER, message);
    }

    static ServiceException badToken() {
        return invalid("The specified nextToken is invalid.");
    }

    static ServiceException of(String code, String message) {
        return new ServiceException(400, code, message);
    }
}
