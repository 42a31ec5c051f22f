package stator.autoscaling.scaling;

import java.util.LinkedHashMap;
import java.util.Map;
import stator.autoscaling.scaling.ScalableTarget.Suspension;
import stator.protocol.JsonTree;
import stator.protocol.JsonTree.Literal;

/** Targets, policies, actions and activities as JSON, and back. */
final class Documents {
    private Documents() {}

    /** A document that is being made. */
    private static final class Draft {
        private final Map<String, Object> members = new LinkedHashMap<>();

        Draft(Dimension dimension) {
            text("account", dimension.account());
            text("region", dimension.region());
            text("namespace", dimension.namespace());
            text("resource", dimension.resourceId());
            text("dimension", dimension.name());
        }

        Draft text(String name, String value) {
            members.put(name, value);
            return this;
        }

        Draft number(String name, long value) {
            members.put(name, new Literal(Long.toString(value)));
            return this;
        }

        Draft decimal(String name, double value) {
            members.put(name, new Literal(Double.toString(value)));
            return this;
        }

        Draft flag(String name, boolean value) {
            members.put(name, new Literal(Boolean.toString(value)));
            return this;
        }

        Draft texts(String name, Map<String, String> values) {
            members.put(name, values);
            return this;
        }

        String json() {
            return JsonTree.write(members);
        }
    }

    /** A document that is read. */
    private record Read(Map<?, ?> members) {
        static Read of(String json) {
            return new Read((Map<?, ?>) JsonTree.parse(json).orElseThrow());
        }

        Dimension dimension() {
            return new Dimension(
                    text("account"),
                    text("region"),
                    text("namespace"),
                    text("resource"),
                    text("dimension"));
        }

        String text(String name) {
            return (String) members.get(name);
        }

        private String literal(String name) {
            return ((Literal) members.get(name)).text();
        }

        long number(String name) {
            return Long.parseLong(literal(name));
        }

        double decimal(String name) {
            return Double.parseDouble(literal(name));
        }

        boolean flag(String name) {
            return Boolean.parseBoolean(literal(name));
        }

        Map<String, String> texts(String name) {
            Map<String, String> texts = new LinkedHashMap<>();
            ((Map<?, ?>) members.get(name))
                    .forEach((key, value) -> texts.put((String) key, (String) value));
            return texts;
        }
    }

    static String of(ScalableTarget target) {
        return new Draft(target.dimension())
                .text("id", target.id())
                .number("min", target.min())
                .number("max", target.max())
                .flag("scaleInSuspended", target.suspension().scaleIn())
                .flag("scaleOutSuspended", target.suspension().scaleOut())
                .flag("scheduledSuspended", target.suspension().scheduled())
                .number("created", target.createdMillis())
                .texts("tags", target.tags())
                .json();
    }

    static ScalableTarget target(String json) {
        Read read = Read.of(json);
        return new ScalableTarget(
                read.dimension(),
                read.text("id"),
                read.number("min"),
                read.number("max"),
                new Suspension(
                        read.flag("scaleInSuspended"),
                        read.flag("scaleOutSuspended"),
                        read.flag("scheduledSuspended")),
                read.number("created"),
                read.texts("tags"));
    }

    static String of(ScalingPolicy policy) {
        return new Draft(policy.dimension())
                .text("name", policy.name())
                .text("id", policy.id())
                .decimal("targetPercent", policy.targetPercent())
                .number("scaleOutSeconds", policy.scaleOutSeconds())
                .number("scaleInSeconds", policy.scaleInSeconds())
                .flag("scaleInDisabled", policy.scaleInDisabled())
                .text("configuration", policy.configuration())
                .number("created", policy.createdMillis())
                .json();
    }

    static ScalingPolicy policy(String json) {
        Read read = Read.of(json);
        return new ScalingPolicy(
                read.dimension(),
                read.text("name"),
                read.text("id"),
                read.decimal("targetPercent"),
                read.number("scaleOutSeconds"),
                read.number("scaleInSeconds"),
                read.flag("scaleInDisabled"),
                read.text("configuration"),
                read.number("created"));
    }

    static String of(ScheduledAction action) {
        return new Draft(action.dimension())
                .text("name", action.name())
                .text("id", action.id())
                .text("schedule", action.schedule())
                .text("timezone", action.timezone())
                .number("start", action.startMillis())
                .number("end", action.endMillis())
                .number("min", action.min())
                .number("max", action.max())
                .number("created", action.createdMillis())
                .number("fired", action.firedMillis())
                .json();
    }

    static ScheduledAction action(String json) {
        Read read = Read.of(json);
        return new ScheduledAction(
                read.dimension(),
                read.text("name"),
                read.text("id"),
                read.text("schedule"),
                read.text("timezone"),
                read.number("start"),
                read.number("end"),
                read.number("min"),
                read.number("max"),
                read.number("created"),
                read.number("fired"));
    }

    static String of(ScalingActivity activity) {
        return new Draft(activity.dimension())
                .text("id", activity.id())
                .text("description", activity.description())
                .text("cause", activity.cause())
                .number("start", activity.startMillis())
                .number("end", activity.endMillis())
                .text("status", activity.status())
                .text("message", activity.message())
                .json();
    }

    static ScalingActivity activity(String json) {
        Read read = Read.of(json);
        return new ScalingActivity(
                read.dimension(),
                read.text("id"),
                read.text("description"),
                read.text("cause"),
                read.number("start"),
                read.number("end"),
                read.text("status"),
                read.text("message"));
    }
}
