package stator.operation.statement;

import java.util.Set;
import stator.database.item.WriteOutcome;
import stator.operation.item.ConditionalWrite;
import stator.operation.partiql.Statement;
import stator.operation.request.Access;
import stator.operation.request.NamedResources;
import stator.operation.request.Operation;
import stator.operation.request.PolicyTarget;
import stator.operation.request.RequestContext;
import stator.operation.target.ConsumedCapacity;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/** Executes a PartiQL statement. */
public final class ExecuteStatement implements Operation {
    @Override
    public String name() {
        return "ExecuteStatement";
    }

    @Override
    public Set<PolicyTarget> policyTargets() {
        return Set.of();
    }

    @Override
    public Access access() {
        return Access.STATEMENT;
    }

    @Override
    public void resources(Struct request, NamedResources named) {
        named.statement(request);
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        BoundStatement bound = BoundStatement.read(context, request);
        if (bound.statement() instanceof Statement.Select select) {
            SelectStatement.of(context, this, bound, select).respond(request, response);
        } else {
            WriteStatement statement = WriteStatement.of(context, this, bound);
            statement.requireValid();
            write(context, request, statement, response);
        }
    }

    private static void write(
            RequestContext context,
            Struct request,
            WriteStatement statement,
            ResponseWriter response) {
        WriteOutcome.Applied outcome =
                switch (context.items()
                        .write(
                                statement.table().table(),
                                statement.change().key(),
                                statement.write())) {
                    case WriteOutcome.Applied applied -> applied;
                    case WriteOutcome.Rejected rejected ->
                            throw statement.refused(rejected, ConditionalWrite.showsItem(request));
                };
        response.startObject().field("Items").startArray();
        statement.items(outcome).forEach(response::item);
        response.endArray();
        ConsumedCapacity capacity = new ConsumedCapacity(statement.table());
        capacity.addWrite(outcome);
        capacity.writeMember(response, ConsumedCapacity.Detail.of(request));
        response.endObject();
    }
}
