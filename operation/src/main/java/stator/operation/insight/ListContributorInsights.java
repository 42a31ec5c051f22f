package stator.operation.insight;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import stator.database.table.ContributorInsights;
import stator.database.table.IndexDescription;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.operation.request.Operation;
import stator.operation.request.RequestContext;
import stator.operation.request.TableReference;
import stator.protocol.ResponseWriter;
import stator.protocol.Struct;

/**
 * ListContributorInsights: those that are not disabled, tables in the order of their names, each
 * before its indexes.
 */
public final class ListContributorInsights implements Operation {
    private static final int RESULTS_MAX = 100;
    private static final char SEPARATOR = '/';

    @Override
    public String name() {
        return "ListContributorInsights";
    }

    @Override
    public boolean isAboutAll() {
        return true;
    }

    @Override
    public void execute(RequestContext context, Struct request, ResponseWriter response) {
        long now = context.clock().millis();
        List<InsightsTarget> listed = new ArrayList<>();
        for (TableDescription table : tables(context, request)) {
            listed.add(new InsightsTarget(table, ContributorInsights.TABLE));
            table.globalIndexes().stream()
                    .map(IndexDescription::name)
                    .sorted()
                    .forEach(index -> listed.add(new InsightsTarget(table, index)));
        }
        listed.removeIf(target -> target.status(now).equals("DISABLED"));
        int start = start(request, listed);
        int given = request.integer("MaxResults", 0);
        int limit = given > 0 ? given : RESULTS_MAX;
        int end = Math.min(listed.size(), start + limit);
        response.startObject().field("ContributorInsightsSummaries").startArray();
        for (InsightsTarget target : listed.subList(start, end)) {
            response.startObject();
            target.write(target.status(now), response, false);
            response.endObject();
        }
        response.endArray();
        if (end < listed.size()) {
            response.member("NextToken", token(listed.get(end - 1)));
        }
        response.endObject();
    }

    private List<TableDescription> tables(RequestContext context, Struct request) {
        Optional<String> name = request.findString("TableName");
        if (name.isPresent()) {
            return List.of(
                    TableReference.of(context, this, name.get()).require(context).description());
        }
        return context.database().tables().all().stream()
                .filter(table -> table.namespace().equals(context.namespace()))
                .map(Table::description)
                .sorted(Comparator.comparing(TableDescription::name))
                .toList();
    }

    /** Names have no slashes. */
    private static String token(InsightsTarget last) {
        String text = last.table().name() + SEPARATOR + last.index();
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static int start(Struct request, List<InsightsTarget> listed) {
        if (!request.has("NextToken")) {
            return 0;
        }
        String last;
        try {
            last =
                    new String(
                            Base64.getDecoder().decode(request.string("NextToken")),
                            StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.validation("Invalid NextToken");
        }
        int separator = last.indexOf(SEPARATOR);
        if (separator < 0) {
            throw ApiException.validation("Invalid NextToken");
        }
        String table = last.substring(0, separator);
        String index = last.substring(separator + 1);
        int start = 0;
        while (start < listed.size() && !isAfter(listed.get(start), table, index)) {
            start++;
        }
        return start;
    }

    private static boolean isAfter(InsightsTarget target, String table, String index) {
        int order = target.table().name().compareTo(table);
        return order > 0 || order == 0 && target.index().compareTo(index) > 0;
    }
}
