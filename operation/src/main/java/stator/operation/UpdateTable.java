package stator.operation;

import java.util.concurrent.atomic.AtomicReference;
import stator.database.Table;
import stator.operation.protocol.ResponseWriter;
import stator.operation.protocol.Struct;

/** UpdateTable. */
final class UpdateTable implements Operation {
    @Override
    public String name() {
        return "UpdateTable";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        TableUpdateRules.check(context, request);
        AtomicReference<TableUpdate> update = new AtomicReference<>();
        Table updated =
                context.database()
                        .catalog()
                        .update(
                                context.namespace(),
                                reference.name(),
                                before -> {
                                    update.set(new TableUpdate(context, request, before));
                                    return update.get().stored();
                                })
                        .orElseThrow(() -> TableErrors.notFound(reference.name()));
        response.startObject();
        new TableDescriptionWriter(
                        response,
                        update.get().shown(),
                        context.database().statistics(updated),
                        context.clock().instant(),
                        update.get().jobs())
                .writeWhole("TableDescription");
        response.endObject();
    }
}
