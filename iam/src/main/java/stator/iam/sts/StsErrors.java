package stator.iam.sts;

import stator.door.ServiceException;

/** The errors of STS's model, with the statuses that they have there. */
final class StsErrors {
    private StsErrors() {}

    static ServiceException validation(String message) {
        return new ServiceException(400, "ValidationError", message);
    }

    static ServiceException invalidParameter(String message) {
        return new ServiceException(400, "InvalidParameterValue", message);
    }

    static ServiceException accessDenied(String message) {
        return new ServiceException(403, "AccessDenied", message);
    }

    static ServiceException malformedPolicy(String message) {
        return new ServiceException(400, "MalformedPolicyDocument", message);
    }

    static ServiceException packedPolicyTooLarge(int percent) {
        return new ServiceException(
                400,
                "PackedPolicyTooLarge",
                "Packed size of session policies and tags consumes "
                        + percent
                        + "% of allotted space.");
    }

    static ServiceException invalidIdentityToken(String message) {
        return new ServiceException(400, "InvalidIdentityToken", message);
    }
}
