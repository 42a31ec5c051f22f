package stator.autoscaling;

import java.util.List;
import java.util.function.Function;
import stator.autoscaling.scaling.Dimension;
import stator.autoscaling.scaling.ScalableTarget;
import stator.autoscaling.scaling.Scaler;
import stator.identity.Principal;
import stator.protocol.Struct;

/** Which dimensions a request names. */
final class Dimensions {
    static final String NAMESPACE = "ServiceNamespace";
    static final String RESOURCE = "ResourceId";
    static final String DIMENSION = "ScalableDimension";

    private Dimensions() {}

    /** The one that is named. */
    static Dimension of(Struct request, Principal caller) {
        Dimension dimension =
                new Dimension(
                        caller.account(),
                        caller.region(),
                        request.string(NAMESPACE),
                        request.string(RESOURCE),
                        request.string(DIMENSION));
        if (!dimension.isKnown()) {
            throw AutoScalingErrors.validation(
                    "Unsupported service namespace, resource type or scalable dimension");
        }
        return dimension;
    }

    /** The target of the one that is named. */
    static ScalableTarget target(Scaler scaler, Struct request, Principal caller) {
        Dimension dimension = of(request, caller);
        return scaler.targets()
                .find(dimension, "")
                .orElseThrow(() -> AutoScalingErrors.unregistered(dimension));
    }

    /** Those of some things that a list asks for. */
    static <T> List<T> wanted(Struct request, List<T> all, Function<T, Dimension> dimension) {
        return all.stream().filter(it -> isWanted(request, dimension.apply(it))).toList();
    }

    private static boolean isWanted(Struct request, Dimension dimension) {
        return dimension.namespace().equals(request.string(NAMESPACE))
                && (!request.has(RESOURCE)
                        || dimension.resourceId().equals(request.string(RESOURCE)))
                && (!request.has(DIMENSION) || dimension.name().equals(request.string(DIMENSION)));
    }
}
