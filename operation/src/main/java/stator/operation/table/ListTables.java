package stator.operation.table;

import java.util.List;
import java.util.Set;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** ListTables. */
public final class ListTables implements Operation {
    private static final int LIMIT_DEFAULT = 100;

    @Override
    public String name() {
        return "ListTables";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        int limit = request.integer("Limit", LIMIT_DEFAULT);
        // One more than asked for tells whether there is a next page.
        List<String> names =
                context.database()
                        .tables()
                        .list(
                                context.namespace(),
                                request.string("ExclusiveStartTableName", ""),
                                limit + 1);
        boolean more = names.size() > limit;
        List<String> page = more ? names.subList(0, limit) : names;
        response.startObject();
        if (more) {
            response.member("LastEvaluatedTableName", page.getLast());
        }
        response.field("TableNames").startArray();
        page.forEach(response::string);
        response.endArray();
        response.endObject();
    }
}
