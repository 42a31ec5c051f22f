package stator.operation.policy;

import java.util.Optional;
import stator.database.table.ResourcePolicy;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.model.AttributeValue;
import stator.model.Item;

/** Where the resource-based policies of a table's streams are kept: in the table's settings. */
public final class AttachedPolicy {
    static final TableSetting<Item> STREAM_POLICIES = TableSetting.map("StreamPolicies");
    static final String DOCUMENT = "Document";
    static final String REVISION = "Revision";

    private AttachedPolicy() {}

    /** The policy of the stream of that label; empty if it never had one. */
    public static Optional<ResourcePolicy> ofStream(TableDescription table, String label) {
        return STREAM_POLICIES
                .of(table)
                .flatMap(policies -> policies.find(label))
                .map(AttributeValue::map)
                .map(policy ->
                        new ResourcePolicy(
                                policy.get(DOCUMENT).text(), policy.get(REVISION).text()));
    }
}
