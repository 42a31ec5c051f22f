package stator.autoscaling;

import stator.autoscaling.scaling.Dimension;
import stator.door.ServiceException;

/** The errors of the API, in AWS's words. */
final class AutoScalingErrors {
    static final String VALIDATION = "ValidationException";

    private AutoScalingErrors() {}

    static ServiceException validation(String message) {
        return of(VALIDATION, message);
    }

    static ServiceException unregistered(Dimension dimension) {
        return notFound("No scalable target registered for ", dimension);
    }

    /** That something of a dimension is not there. */
    static ServiceException notFound(String what, Dimension dimension) {
        return of(
                "ObjectNotFoundException",
                what
                        + "service namespace: "
                        + dimension.namespace()
                        + ", resource ID: "
                        + dimension.resourceId()
                        + ", scalable dimension: "
                        + dimension.name());
    }

    static ServiceException of(String code, String message) {
        return new ServiceException(400, code, message);
    }
}
