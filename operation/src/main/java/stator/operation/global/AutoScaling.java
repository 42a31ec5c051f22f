package stator.operation.global;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * The auto scaling settings of the replicas of a global table: kept and described. Nothing scales
 * by them.
 *
 * <p>They are kept in each replica's settings, by what scales: {@link Dimension}.
 */
final class AutoScaling {
    private static final TableSetting<Item> SETTING = TableSetting.map("AutoScaling");
    private static final double TARGET_MIN = 10.0;
    private static final double TARGET_MAX = 90.0;
    private static final String ROLE =
            "role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/"
                    + "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable";

    private final RequestContext context;
    private final String tableName;

    AutoScaling(RequestContext context, String tableName) {
        this.context = context;
        this.tableName = tableName;
    }

    /**
     * What scales.
     *
     * @param index the index's name; empty for the table
     */
    record Dimension(boolean reads, String index) {
        private String key() {
            return (reads ? "Read" : "Write") + (index.isEmpty() ? "" : "/" + index);
        }

        private String metric() {
            return reads ? "DynamoDBReadCapacityUtilization" : "DynamoDBWriteCapacityUtilization";
        }
    }

    /** A table with the settings of an {@code AutoScalingSettingsUpdate}. */
    TableDescription changed(TableDescription table, Dimension dimension, Struct update) {
        Map<String, AttributeValue> all = SETTING.of(table).orElse(Item.EMPTY).toMap();
        if (update.bool("AutoScalingDisabled", false)) {
            all.remove(dimension.key());
        } else {
            all.put(dimension.key(), AttributeValue.map(read(dimension, update)));
        }
        return SETTING.in(table, Item.of(all));
    }

    /** Refuses an update that is not whole, or says too much. */
    void check(Dimension dimension, Struct update) {
        List<String> given = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String member : List.of("MaximumUnits", "ScalingPolicyUpdate", "MinimumUnits")) {
            (update.has(member) ? given : missing).add("'" + member + "'");
        }
        if (update.bool("AutoScalingDisabled", false)) {
            if (!given.isEmpty()) {
                throw ApiException.validation(
                        "Failed to update settings for global table with name ‘"
                                + tableName
                                + "’: Parameters "
                                + String.join(", ", given)
                                + " must be left blank when disabling auto scaling.");
            }
            return;
        }
        if (!missing.isEmpty()) {
            throw ApiException.validation(
                    "Failed to update settings for global table with name: ‘"
                            + tableName
                            + "’: Parameters "
                            + String.join(", ", missing)
                            + " are required unless auto scaling is being disabled.");
        }
        if (update.longInteger("MaximumUnits") < update.longInteger("MinimumUnits")) {
            throw passedOn("Maximum capacity cannot be less than minimum capacity");
        }
        double target = policy(update).decimal("TargetValue");
        if (!(target >= TARGET_MIN && target <= TARGET_MAX)) {
            throw passedOn(
                    "For predefined metric type "
                            + dimension.metric()
                            + ", target value must be between '10.0' and '90.0', but was '"
                            + target
                            + "'.");
        }
    }

    private static Struct policy(Struct update) {
        return update.struct("ScalingPolicyUpdate")
                .struct("TargetTrackingScalingPolicyConfiguration");
    }

    /** AWS passes the words of Application Auto Scaling on as they are. */
    private ApiException passedOn(String problem) {
        UUID request = new UUID(context.random().nextLong(), context.random().nextLong());
        return ApiException.validation(
                problem
                        + " (Service: AWSApplicationAutoScaling; Status Code: 400; Error Code:"
                        + " ValidationException; Request ID: "
                        + request
                        + "; Proxy: null)");
    }

    private Item read(Dimension dimension, Struct update) {
        Struct policy = policy(update);
        Map<String, AttributeValue> kept = new LinkedHashMap<>();
        kept.put("Min", AttributeValue.number(update.longInteger("MinimumUnits")));
        kept.put("Max", AttributeValue.number(update.longInteger("MaximumUnits")));
        kept.put(
                "Role",
                AttributeValue.string(
                        update.string(
                                "AutoScalingRoleArn",
                                context.namespace().globalArn("iam") + ROLE)));
        kept.put(
                "Policy",
                AttributeValue.string(
                        update.struct("ScalingPolicyUpdate")
                                .string("PolicyName", policyName(dimension))));
        kept.put("Target", AttributeValue.string(Double.toString(policy.decimal("TargetValue"))));
        for (String cooldown : List.of("ScaleInCooldown", "ScaleOutCooldown")) {
            if (policy.has(cooldown)) {
                kept.put(cooldown, AttributeValue.number(policy.integer(cooldown)));
            }
        }
        if (policy.has("DisableScaleIn")) {
            kept.put("DisableScaleIn", AttributeValue.bool(policy.bool("DisableScaleIn")));
        }
        return Item.of(kept);
    }

    /** The name that AWS gives to a policy that has none. */
    private String policyName(Dimension dimension) {
        return dimension.metric()
                + ":table/"
                + tableName
                + (dimension.index().isEmpty() ? "" : "/index/" + dimension.index());
    }

    /** Writes the settings of a dimension as the value of a member. */
    static void write(
            String member, TableDescription table, Dimension dimension, ResponseWriter response) {
        Optional<Item> settings =
                SETTING.of(table)
                        .flatMap(all -> all.find(dimension.key()))
                        .map(AttributeValue::map);
        response.field(member).startObject();
        if (settings.isEmpty()) {
            response.member("AutoScalingDisabled", true);
            response.field("ScalingPolicies").startArray().endArray().endObject();
            return;
        }
        Item kept = settings.get();
        response.member("AutoScalingRoleArn", kept.get("Role").text())
                .member("MaximumUnits", Long.parseLong(kept.get("Max").text()))
                .member("MinimumUnits", Long.parseLong(kept.get("Min").text()))
                .field("ScalingPolicies")
                .startArray();
        writePolicy(kept, response);
        response.endArray().endObject();
    }

    private static void writePolicy(Item kept, ResponseWriter response) {
        response.startObject()
                .member("PolicyName", kept.get("Policy").text())
                .field("TargetTrackingScalingPolicyConfiguration")
                .startObject();
        kept.find("DisableScaleIn")
                .ifPresent(disabled -> response.member("DisableScaleIn", disabled.bool()));
        for (String cooldown : List.of("ScaleInCooldown", "ScaleOutCooldown")) {
            kept.find(cooldown)
                    .ifPresent(
                            seconds -> response.member(cooldown, Long.parseLong(seconds.text())));
        }
        response.member("TargetValue", Double.parseDouble(kept.get("Target").text()))
                .endObject()
                .endObject();
    }
}
