package stator.autoscaling.scaling;

import java.util.List;

/**
 * A policy that keeps the use of a dimension near a part of what there is.
 *
 * @param id a UUID, of which ARNs are made
 * @param targetPercent of the provisioned units that are to be used
 * @param scaleOutSeconds between two enlargements
 * @param scaleInSeconds between two reductions
 * @param configuration as the request had it, in JSON
 */
public record ScalingPolicy(
        Dimension dimension,
        String name,
        String id,
        double targetPercent,
        long scaleOutSeconds,
        long scaleInSeconds,
        boolean scaleInDisabled,
        String configuration,
        long createdMillis) {

    /** The alarms that stand behind the policy. */
    public enum Alarm {
        HIGH("AlarmHigh"),
        LOW("AlarmLow"),
        PROVISIONED_HIGH("ProvisionedCapacityHigh"),
        PROVISIONED_LOW("ProvisionedCapacityLow");

        private final String part;

        Alarm(String part) {
            this.part = part;
        }
    }

    /** Its ARN. */
    public String arn() {
        return arn(dimension, "scalingPolicy:" + id, "policyName/" + name);
    }

    static String arn(Dimension dimension, String what, String name) {
        return "arn:aws:autoscaling:"
                + dimension.region()
                + ":"
                + dimension.account()
                + ":"
                + what
                + ":resource/"
                + dimension.namespace()
                + "/"
                + dimension.resourceId()
                + ":"
                + name;
    }

    /** Those of them that there are. */
    public List<Alarm> alarms() {
        return List.of(Alarm.values());
    }

    /** The name of one of its alarms. */
    public String alarmName(Alarm alarm) {
        return "TargetTracking-" + dimension.resourceId() + "-" + alarm.part + "-" + id;
    }

    /** The ARN of one of its alarms. */
    public String alarmArn(Alarm alarm) {
        return "arn:aws:cloudwatch:"
                + dimension.region()
                + ":"
                + dimension.account()
                + ":alarm:"
                + alarmName(alarm);
    }
}
