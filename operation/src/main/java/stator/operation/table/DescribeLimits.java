package stator.operation.table;

import java.util.Set;
import stator.operation.definition.CapacityRules;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** DescribeLimits: the quotas of an account that never asked for more. */
public final class DescribeLimits implements Operation {
    @Override
    public String name() {
        return "DescribeLimits";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        response.startObject()
                .member("AccountMaxReadCapacityUnits", CapacityRules.ACCOUNT_UNITS_MAX)
                .member("AccountMaxWriteCapacityUnits", CapacityRules.ACCOUNT_UNITS_MAX)
                .member("TableMaxReadCapacityUnits", CapacityRules.TABLE_UNITS_MAX)
                .member("TableMaxWriteCapacityUnits", CapacityRules.TABLE_UNITS_MAX)
                .endObject();
    }

    @Override
    public boolean mayBlock() {
        return false;
    }
}
