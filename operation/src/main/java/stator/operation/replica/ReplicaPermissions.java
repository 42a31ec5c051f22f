package stator.operation.replica;

import java.util.List;
import stator.operation.request.NamedResources;
import stator.protocol.Struct;

/**
 * What a caller must be allowed in the regions of replicas that come or go, beside UpdateTable
 * itself (developer guide, "DynamoDB global tables security").
 */
public final class ReplicaPermissions {
    private static final List<String> NEEDED_TO_CREATE =
            List.of(
                    "dynamodb:CreateTable",
                    "dynamodb:CreateTableReplica",
                    "dynamodb:Query",
                    "dynamodb:Scan",
                    "dynamodb:UpdateItem",
                    "dynamodb:PutItem",
                    "dynamodb:GetItem",
                    "dynamodb:DeleteItem",
                    "dynamodb:BatchWriteItem");
    private static final List<String> NEEDED_TO_DELETE =
            List.of("dynamodb:DeleteTable", "dynamodb:DeleteTableReplica");
    private static final List<String> NEEDED_FOR_WITNESS =
            List.of("dynamodb:CreateGlobalTableWitness");
    private static final List<String> NEEDED_WITHOUT_WITNESS =
            List.of("dynamodb:DeleteGlobalTableWitness");

    private ReplicaPermissions() {}

    /** Names it, in each region that the request is about. */
    public static void resources(Struct request, NamedResources named) {
        String table = request.string("TableName");
        if (request.has("ReplicaUpdates")) {
            for (Struct update : request.structs("ReplicaUpdates")) {
                needing(update, "Create", NEEDED_TO_CREATE, table, request, named);
                needing(update, "Delete", NEEDED_TO_DELETE, table, request, named);
            }
        }
        if (request.has("GlobalTableWitnessUpdates")) {
            for (Struct update : request.structs("GlobalTableWitnessUpdates")) {
                needing(update, "Create", NEEDED_FOR_WITNESS, table, request, named);
                needing(update, "Delete", NEEDED_WITHOUT_WITNESS, table, request, named);
            }
        }
    }

    private static void needing(
            Struct update,
            String member,
            List<String> actions,
            String table,
            Struct request,
            NamedResources named) {
        if (update.has(member)) {
            String region = update.struct(member).string("RegionName");
            named.needing(actions, request, () -> named.replica(table, region));
        }
    }
}
