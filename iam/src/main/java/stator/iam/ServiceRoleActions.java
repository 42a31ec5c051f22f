package stator.iam;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import stator.iam.Views.Detail;
import stator.iam.directory.Account;
import stator.iam.entity.EntityType;
import stator.iam.entity.Holding;
import stator.iam.entity.Identity;
import stator.iam.entity.Role;
import stator.iam.query.Action;
import stator.iam.query.QueryCall;
import stator.iam.query.QueryXml;

/** Service-linked roles: those that a service defines, and of which an account only has a copy. */
final class ServiceRoleActions {
    private static final String PATH = "/aws-service-role/";
    private static final String POLICIES = "arn:aws:iam::aws:policy/aws-service-role/";

    /**
     * What is known of the roles of services that have to do with tables.
     *
     * @param policy the name of the role's policy
     */
    private record Linked(String role, String policy) {}

    private static final Map<String, Linked> LINKED =
            Map.of(
                    "replication.dynamodb.amazonaws.com",
                    new Linked(
                            "AWSServiceRoleForDynamoDBReplication",
                            "DynamoDBReplicationServiceRolePolicy"),
                    "contributorinsights.dynamodb.amazonaws.com",
                    new Linked(
                            "AWSServiceRoleForDynamoDBCloudWatchContributorInsights",
                            "DynamoDBCloudWatchContributorInsightsServiceRolePolicy"),
                    "kinesisreplication.dynamodb.amazonaws.com",
                    new Linked(
                            "AWSServiceRoleForDynamoDBKinesisDataStreamsReplication",
                            "DynamoDBKinesisReplicationServiceRolePolicy"),
                    "dynamodb.application-autoscaling.amazonaws.com",
                    new Linked(
                            "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
                            "AWSApplicationAutoscalingDynamoDBTablePolicy"));

    private final Finder finder;

    ServiceRoleActions(Finder finder) {
        this.finder = finder;
    }

    Map<String, Action> actions() {
        return Map.of(
                "CreateServiceLinkedRole", this::create,
                "DeleteServiceLinkedRole", this::delete,
                "GetServiceLinkedRoleDeletionStatus", this::deletionStatus);
    }

    /** Whether a role is a service's. */
    static boolean isLinked(Role role) {
        return role.path().startsWith(PATH);
    }

    private void create(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        String service = call.required("AWSServiceName");
        Linked linked = LINKED.get(service);
        if (linked == null) {
            throw IamErrors.invalidInput(
                    "Service role cannot be created for unknown service " + service + ".");
        }
        if (call.text("CustomSuffix").isPresent()) {
            throw IamErrors.invalidInput("Custom suffix is not allowed for " + service);
        }
        if (account.roles().find(linked.role).isPresent()) {
            throw IamErrors.invalidInput(
                    "Service role name "
                            + linked.role
                            + " has been taken in this account, please try a different suffix.");
        }
        Role role =
                new Role(
                        new Identity.Label(
                                PATH + service + "/",
                                linked.role,
                                finder.directory().newId(EntityType.ROLE),
                                finder.directory().now(),
                                List.of()),
                        Holding.NONE.with(POLICIES + linked.policy),
                        trust(service),
                        call.text("Description").orElse(""),
                        Role.SESSION_SECONDS);
        account.put(role);
        result.element("Role", () -> Views.role(result, account, role, Detail.MADE));
    }

    private static String trust(String service) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Action\":[\"sts:AssumeRole\"],"
                + "\"Effect\":\"Allow\",\"Principal\":{\"Service\":[\""
                + service
                + "\"]}}]}";
    }

    /** Nothing here needs such a role in order to work, so it can always go at once. */
    private void delete(QueryCall call, QueryXml result) {
        Account account = finder.account(call);
        Role role = finder.role(call, call.required("RoleName"));
        if (!isLinked(role)) {
            throw IamErrors.noSuchEntity("The role with name " + role.name() + " cannot be found.");
        }
        account.roles().remove(role);
        account.roleUses().remove(role);
        result.text("DeletionTaskId", "task" + role.path() + role.name() + "/" + UUID.randomUUID());
    }

    private void deletionStatus(QueryCall call, QueryXml result) {
        String task = call.required("DeletionTaskId");
        Optional<String> name = nameIn(task);
        if (name.isEmpty() || finder.account(call).roles().find(name.get()).isPresent()) {
            throw IamErrors.noSuchEntity("Deletion task " + task + " not found");
        }
        result.text("Status", "SUCCEEDED");
    }

    /** The role's name in {@code task/aws-service-role/SERVICE/ROLE/UUID}. */
    private static Optional<String> nameIn(String task) {
        String[] parts = task.split("/");
        boolean fits = parts.length == 5 && task.startsWith("task" + PATH);
        return fits ? Optional.of(parts[3]) : Optional.empty();
    }
}
