package stator.autoscaling;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import stator.autoscaling.scaling.Dimension;
import stator.autoscaling.scaling.Scaler;
import stator.autoscaling.scaling.ScalingPolicy;
import stator.identity.Principal;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;
import stator.rpc.Operation;
import stator.rpc.Operation.Resources;

/** Scaling policies: put, describe, delete. */
final class PolicyOperations {
    private static final String NAME = "PolicyName";
    private static final String TYPE = "PolicyType";
    private static final String TRACKING = "TargetTrackingScaling";
    private static final String CONFIGURATION = "TargetTrackingScalingPolicyConfiguration";
    private static final String PREDEFINED = "PredefinedMetricSpecification";
    private static final double TARGET_MIN = 20;
    private static final double TARGET_MAX = 90;

    private final Scaler scaler;

    PolicyOperations(Scaler scaler) {
        this.scaler = scaler;
    }

    List<Operation> all() {
        return List.of(
                new Operation("PutScalingPolicy", Resources.ANY, this::put),
                new Operation("DescribeScalingPolicies", Resources.ANY, this::describe),
                new Operation("DeleteScalingPolicy", Resources.ANY, this::delete));
    }

    private void put(Struct request, Principal caller, ResponseWriter answer) {
        Dimension dimension = Dimensions.target(scaler, request, caller).dimension();
        String name = request.string(NAME);
        Optional<ScalingPolicy> before = scaler.policies().find(dimension, name);
        ScalingPolicy policy = policy(request, dimension, before);
        boolean others =
                scaler.policies().of(dimension).stream().anyMatch(it -> !it.name().equals(name));
        if (others) {
            throw AutoScalingErrors.validation(
                    "Only one TargetTrackingScaling policy for a given metric specification is"
                            + " allowed.");
        }
        scaler.policies().put(dimension, name, policy);
        answer.startObject().member("PolicyARN", policy.arn());
        writeAlarms(policy, answer);
        answer.endObject();
    }

    private ScalingPolicy policy(
            Struct request, Dimension dimension, Optional<ScalingPolicy> before) {
        // Whoever says no type means steps, which DynamoDB does not have.
        if (!request.string(TYPE, "StepScaling").equals(TRACKING)) {
            throw AutoScalingErrors.validation(
                    "Unsupported policy type for service namespace "
                            + dimension.namespace()
                            + ". Only TargetTrackingScaling is supported.");
        }
        if (!request.has(CONFIGURATION)) {
            throw AutoScalingErrors.validation(
                    "TargetTrackingScalingPolicyConfiguration is required for PolicyType"
                            + " TargetTrackingScaling.");
        }
        Struct configuration = request.struct(CONFIGURATION);
        requireMetric(configuration, dimension);
        double target = configuration.decimal("TargetValue");
        if (!(target >= TARGET_MIN && target <= TARGET_MAX)) {
            throw AutoScalingErrors.validation(
                    "Target value must be between 20 and 90 for predefined metric type "
                            + metric(dimension));
        }
        return new ScalingPolicy(
                dimension,
                request.string(NAME),
                before.map(ScalingPolicy::id).orElseGet(scaler::newId),
                target,
                coolDown(configuration, "ScaleOutCooldown"),
                coolDown(configuration, "ScaleInCooldown"),
                configuration.bool("DisableScaleIn", false),
                configuration.json(),
                before.map(ScalingPolicy::createdMillis).orElseGet(scaler::millis));
    }

    /** For DynamoDB they are 0 if nobody says anything. */
    private static int coolDown(Struct configuration, String member) {
        int seconds = configuration.integer(member, 0);
        if (seconds < 0) {
            throw AutoScalingErrors.validation(member + " must not be negative.");
        }
        return seconds;
    }

    private static void requireMetric(Struct configuration, Dimension dimension) {
        boolean fits =
                configuration.has(PREDEFINED)
                        && configuration
                                .struct(PREDEFINED)
                                .string("PredefinedMetricType")
                                .equals(metric(dimension));
        if (!fits) {
            throw AutoScalingErrors.validation(
                    "The metric of the policy must be the predefined "
                            + metric(dimension)
                            + " for scalable dimension "
                            + dimension.name());
        }
    }

    private static String metric(Dimension dimension) {
        return dimension.reads()
                ? "DynamoDBReadCapacityUtilization"
                : "DynamoDBWriteCapacityUtilization";
    }

    private static void writeAlarms(ScalingPolicy policy, ResponseWriter answer) {
        answer.field("Alarms").startArray();
        for (ScalingPolicy.Alarm alarm : policy.alarms()) {
            answer.startObject()
                    .member("AlarmName", policy.alarmName(alarm))
                    .member("AlarmARN", policy.alarmArn(alarm))
                    .endObject();
        }
        answer.endArray();
    }

    private void describe(Struct request, Principal caller, ResponseWriter answer) {
        List<String> names = request.strings("PolicyNames");
        List<ScalingPolicy> wanted =
                Dimensions.wanted(
                                request,
                                scaler.policies().of(caller.account(), caller.region()),
                                ScalingPolicy::dimension)
                        .stream()
                        .filter(it -> names.isEmpty() || names.contains(it.name()))
                        .toList();
        Page.write(
                request,
                "ScalingPolicies",
                wanted,
                answer,
                policy -> {
                    answer.startObject()
                            .member("PolicyARN", policy.arn())
                            .member(NAME, policy.name());
                    TargetOperations.writeDimension(policy.dimension(), answer);
                    answer.member(TYPE, TRACKING).field(CONFIGURATION).json(policy.configuration());
                    writeAlarms(policy, answer);
                    answer.member("CreationTime", Instant.ofEpochMilli(policy.createdMillis()))
                            .endObject();
                });
    }

    private void delete(Struct request, Principal caller, ResponseWriter answer) {
        Dimension dimension = Dimensions.of(request, caller);
        if (!scaler.policies().remove(dimension, request.string(NAME))) {
            throw AutoScalingErrors.notFound("No scaling policy found for ", dimension);
        }
        answer.startObject().endObject();
    }
}
