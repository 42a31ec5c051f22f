package stator.autoscaling;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.autoscaling.scaling.Dimension;
import stator.autoscaling.scaling.ScalableTarget;
import stator.autoscaling.scaling.ScalableTarget.Suspension;
import stator.autoscaling.scaling.Scaler;
import stator.autoscaling.scaling.ScalingActivity;
import stator.identity.Principal;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.rpc.Operation;
import stator.rpc.Operation.Resources;

/** Scalable targets and what was done with them. */
final class TargetOperations {
    private static final String MIN = "MinCapacity";
    private static final String MAX = "MaxCapacity";
    private static final String SUSPENDED = "SuspendedState";
    private static final String IN = "DynamicScalingInSuspended";
    private static final String OUT = "DynamicScalingOutSuspended";
    private static final String SCHEDULED = "ScheduledScalingSuspended";

    private final Scaler scaler;

    TargetOperations(Scaler scaler) {
        this.scaler = scaler;
    }

    List<Operation> all() {
        return List.of(
                new Operation("RegisterScalableTarget", Resources.ANY, this::register),
                new Operation("DescribeScalableTargets", Resources.ANY, this::describe),
                new Operation("DeregisterScalableTarget", Resources.ANY, this::deregister),
                new Operation("DescribeScalingActivities", Resources.ANY, this::activities));
    }

    private void register(Struct request, Principal caller, ResponseWriter answer) {
        Dimension dimension = Dimensions.of(request, caller);
        requireResource(dimension);
        String id = scaler.newId().replace("-", "");
        ScalableTarget target =
                scaler.targets()
                        .change(
                                dimension,
                                "",
                                current -> Optional.of(registered(request, dimension, current, id)))
                        .orElseThrow();
        scaler.start();
        scaler.bringIntoBounds(target);
        answer.startObject().member("ScalableTargetARN", target.arn()).endObject();
    }

    private void requireResource(Dimension dimension) {
        if (scaler.capacity().level(dimension).isPresent()) {
            return;
        }
        throw AutoScalingErrors.validation(
                (dimension.isIndex()
                                ? "DynamoDB index does not exist: "
                                : "DynamoDB table does not exist: ")
                        + dimension.resourceId());
    }

    private ScalableTarget registered(
            Struct request, Dimension dimension, Optional<ScalableTarget> current, String id) {
        boolean isNew = current.isEmpty();
        if (isNew && !(request.has(MIN) && request.has(MAX))) {
            throw AutoScalingErrors.validation(
                    "Both MinCapacity and MaxCapacity are required to register a scalable target.");
        }
        long min = request.integer(MIN, current.map(it -> (int) it.min()).orElse(0));
        long max = request.integer(MAX, current.map(it -> (int) it.max()).orElse(0));
        requireBounds(min, max);
        Map<String, String> tags =
                new HashMap<>(current.map(ScalableTarget::tags).orElse(Map.of()));
        tags.putAll(request.stringMap("Tags"));
        Suspension before = current.map(ScalableTarget::suspension).orElse(Suspension.NONE);
        return new ScalableTarget(
                dimension,
                current.map(ScalableTarget::id).orElse(id),
                min,
                max,
                request.findStruct(SUSPENDED).map(it -> suspension(it, before)).orElse(before),
                current.map(ScalableTarget::createdMillis).orElseGet(scaler::millis),
                tags);
    }

    static void requireBounds(long min, long max) {
        if (min < 0 || max < 0) {
            throw AutoScalingErrors.validation(
                    "Minimum and maximum capacity must not be less than 0.");
        }
        if (min > max) {
            throw AutoScalingErrors.validation(
                    "Maximum capacity cannot be less than minimum capacity");
        }
    }

    private static Suspension suspension(Struct state, Suspension before) {
        return new Suspension(
                state.bool(IN, before.scaleIn()),
                state.bool(OUT, before.scaleOut()),
                state.bool(SCHEDULED, before.scheduled()));
    }

    private void describe(Struct request, Principal caller, ResponseWriter answer) {
        List<String> ids = request.strings("ResourceIds");
        List<ScalableTarget> wanted =
                Dimensions.wanted(
                                request,
                                scaler.targets().of(caller.account(), caller.region()),
                                ScalableTarget::dimension)
                        .stream()
                        .filter(it -> ids.isEmpty() || ids.contains(it.dimension().resourceId()))
                        .toList();
        Page.write(request, "ScalableTargets", wanted, answer, target -> write(target, answer));
    }

    private static void write(ScalableTarget target, ResponseWriter answer) {
        Dimension dimension = target.dimension();
        answer.startObject();
        writeDimension(dimension, answer);
        answer.member(MIN, target.min())
                .member(MAX, target.max())
                .member("RoleARN", role(dimension))
                .member("CreationTime", Instant.ofEpochMilli(target.createdMillis()))
                .field(SUSPENDED)
                .startObject()
                .member(IN, target.suspension().scaleIn())
                .member(OUT, target.suspension().scaleOut())
                .member(SCHEDULED, target.suspension().scheduled())
                .endObject()
                .member("ScalableTargetARN", target.arn())
                .endObject();
    }

    /** DynamoDB is always scaled by the role that is linked to the service, whatever is asked. */
    private static String role(Dimension dimension) {
        return "arn:aws:iam::"
                + dimension.account()
                + ":role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/"
                + "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable";
    }

    static void writeDimension(Dimension dimension, ResponseWriter answer) {
        answer.member(Dimensions.NAMESPACE, dimension.namespace())
                .member(Dimensions.RESOURCE, dimension.resourceId())
                .member(Dimensions.DIMENSION, dimension.name());
    }

    /** Policies and scheduled actions go with their target. */
    private void deregister(Struct request, Principal caller, ResponseWriter answer) {
        Dimension dimension = Dimensions.of(request, caller);
        if (!scaler.targets().remove(dimension, "")) {
            throw AutoScalingErrors.notFound("No scalable target found for ", dimension);
        }
        scaler.policies()
                .of(dimension)
                .forEach(policy -> scaler.policies().remove(dimension, policy.name()));
        scaler.actions()
                .of(dimension)
                .forEach(action -> scaler.actions().remove(dimension, action.name()));
        answer.startObject().endObject();
    }

    private void activities(Struct request, Principal caller, ResponseWriter answer) {
        List<ScalingActivity> wanted =
                Dimensions.wanted(
                                request,
                                scaler.activities().of(caller.account(), caller.region()),
                                ScalingActivity::dimension)
                        .stream()
                        .sorted((one, other) ->
                                Long.compare(other.startMillis(), one.startMillis()))
                        .toList();
        Page.write(
                request,
                "ScalingActivities",
                wanted,
                answer,
                activity -> {
                    answer.startObject().member("ActivityId", activity.id());
                    writeDimension(activity.dimension(), answer);
                    answer.member("Description", activity.description())
                            .member("Cause", activity.cause())
                            .member("StartTime", Instant.ofEpochMilli(activity.startMillis()))
                            .member("EndTime", Instant.ofEpochMilli(activity.endMillis()))
                            .member("StatusCode", activity.status())
                            .member("StatusMessage", activity.message())
                            .endObject();
                });
    }
}
