package stator.operation.request;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The actions that resource-based policies may name: those of the operations, as these say
 * themselves, and permissions that are no operations. Names are compared without regard to letters'
 * case.
 */
public final class PolicyActions {
    /** What AWS's service authorization reference lists for tables beside operations. */
    private static final List<String> TABLE_PERMISSIONS =
            List.of(
                    "AssociateTableReplica",
                    "ConditionCheckItem",
                    "CreateGlobalTableWitness",
                    "CreateTableReplica",
                    "DeleteGlobalTableWitness",
                    "DeleteTableReplica",
                    "InjectError",
                    "PartiQLDelete",
                    "PartiQLInsert",
                    "PartiQLSelect",
                    "PartiQLUpdate",
                    "ReadDataForReplication",
                    "ReplicateSettings",
                    "RestoreTableFromAwsBackup",
                    "StartAwsBackupJob",
                    "UpdateGlobalTableVersion",
                    "WriteDataForReplication");

    private final Map<PolicyTarget, Set<String>> names = new EnumMap<>(PolicyTarget.class);

    /** The actions of some operations, and the permissions. */
    public PolicyActions(Collection<Operation> operations) {
        for (PolicyTarget target : PolicyTarget.values()) {
            names.put(target, new HashSet<>());
        }
        TABLE_PERMISSIONS.forEach(name -> add(PolicyTarget.TABLE, name));
        for (Operation operation : operations) {
            operation.policyTargets().forEach(target -> add(target, operation.name()));
        }
    }

    private void add(PolicyTarget target, String name) {
        names.get(target).add(name.toLowerCase(Locale.ROOT));
    }

    /** Whether a policy of that target may name the action, which stands without its service. */
    public boolean contains(PolicyTarget target, String name) {
        return names.get(target).contains(name.toLowerCase(Locale.ROOT));
    }
}
