package stator.operation.insight;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import stator.database.table.ContributorInsights;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.model.ApiException;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * UpdateContributorInsights. What is so already is accepted and changes nothing; who enables
 * without a mode gets all accesses, whatever was before.
 */
public final class UpdateContributorInsights implements Operation {
    @Override
    public String name() {
        return "UpdateContributorInsights";
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        TableReference reference = TableReference.of(context, this, request.string("TableName"));
        boolean enable = request.string("ContributorInsightsAction").equals("ENABLE");
        Optional<String> index = request.findString("IndexName");
        AtomicReference<String> status = new AtomicReference<>();
        TableDescription updated =
                context.database()
                        .tables()
                        .update(
                                context.namespace(),
                                reference.name(),
                                table -> {
                                    requireActive(table, context.clock().millis());
                                    InsightsTarget target = InsightsTarget.of(table, index);
                                    Optional<ContributorInsights> changed =
                                            changed(context, request, target, enable);
                                    status.set(
                                            (enable ? "ENABL" : "DISABL")
                                                    + (changed.isPresent() ? "ING" : "ED"));
                                    return changed.map(set -> set.in(table, target.index()))
                                            .orElse(table);
                                })
                        .orElseThrow(() -> TableErrors.notFound(reference.name()))
                        .description();
        response.startObject();
        InsightsTarget.of(updated, index).write(status.get(), response, false);
        response.endObject();
    }

    private static void requireActive(TableDescription table, long nowMillis) {
        if (table.statusAt(nowMillis) == TableStatus.CREATING) {
            throw ApiException.validation("TableStatus must be ACTIVE");
        }
    }

    private static Optional<ContributorInsights> changed(
            RequestContext context, Struct request, InsightsTarget target, boolean enable) {
        Optional<ContributorInsights> before = target.insights();
        boolean isEnabled = before.filter(ContributorInsights::enabled).isPresent();
        boolean throttledOnly =
                enable
                        ? request.string("ContributorInsightsMode", InsightsTarget.ALL)
                                .equals(InsightsTarget.THROTTLED)
                        : before.map(ContributorInsights::throttledOnly).orElse(false);
        boolean isSame =
                enable == isEnabled && (!enable || before.get().throttledOnly() == throttledOnly);
        if (isSame) {
            return Optional.empty();
        }
        long now = context.clock().millis();
        return Optional.of(
                new ContributorInsights(
                        enable,
                        throttledOnly,
                        now,
                        context.database().tables().settledMillis(),
                        isEnabled ? before.get().rulesMillis() : now));
    }
}
