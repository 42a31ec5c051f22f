package stator.operation.table;

import java.time.Duration;
import java.util.Set;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * DescribeEndpoints. SDKs that discover endpoints send everything to the address that they find
 * here, so it is this server's own and not AWS's.
 */
public final class DescribeEndpoints implements Operation {
    private static final Duration CACHE_PERIOD = Duration.ofDays(1);

    @Override
    public String name() {
        return "DescribeEndpoints";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        response.startObject()
                .field("Endpoints")
                .startArray()
                .startObject()
                .member("Address", context.settings().endpoint().get())
                .member("CachePeriodInMinutes", CACHE_PERIOD.toMinutes())
                .endObject()
                .endArray()
                .endObject();
    }

    @Override
    public boolean mayBlock() {
        return false;
    }
}
