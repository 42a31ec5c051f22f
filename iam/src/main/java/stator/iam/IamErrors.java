package stator.iam;

import stator.door.ServiceException;

/** The errors of IAM's model, with the statuses that they have there. */
final class IamErrors {
    private IamErrors() {}

    static ServiceException noSuchEntity(String message) {
        return new ServiceException(404, "NoSuchEntity", message);
    }

    static ServiceException alreadyExists(String message) {
        return new ServiceException(409, "EntityAlreadyExists", message);
    }

    static ServiceException deleteConflict(String message) {
        return new ServiceException(409, "DeleteConflict", message);
    }

    static ServiceException limitExceeded(String message) {
        return new ServiceException(409, "LimitExceeded", message);
    }

    /** More of something than an account, or a thing in it, may have. */
    static ServiceException quota(String name, int most) {
        return limitExceeded("Cannot exceed quota for " + name + ": " + most);
    }

    static ServiceException invalidInput(String message) {
        return new ServiceException(400, "InvalidInput", message);
    }

    static ServiceException malformedPolicy(String message) {
        return new ServiceException(400, "MalformedPolicyDocument", message);
    }

    static ServiceException validation(String message) {
        return new ServiceException(400, "ValidationError", message);
    }

    static ServiceException unmodifiable(String message) {
        return new ServiceException(400, "UnmodifiableEntity", message);
    }

    static ServiceException accessDenied(String message) {
        return new ServiceException(403, "AccessDenied", message);
    }
}
