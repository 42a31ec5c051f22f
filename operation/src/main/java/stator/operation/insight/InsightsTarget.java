package stator.operation.insight;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import stator.database.table.ContributorInsights;
import stator.database.table.IndexDescription;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.protocol.ResponseWriter;

/**
 * A table, or a global index of it, whose contributor insights a request is about.
 *
 * @param index the index's name, or {@link ContributorInsights#TABLE}
 */
record InsightsTarget(TableDescription table, String index) {
    static final String ALL = "ACCESSED_AND_THROTTLED_KEYS";
    static final String THROTTLED = "THROTTLED_KEYS";

    private static final String RULE = "DynamoDBContributorInsights-";

    /** What a request names by {@code IndexName}; local indexes have no insights. */
    static InsightsTarget of(TableDescription table, Optional<String> indexName) {
        if (indexName.isPresent()
                && table.index(indexName.get()).filter(IndexDescription::isGlobal).isEmpty()) {
            throw ApiException.of(
                    ErrorCode.RESOURCE_NOT_FOUND,
                    "Requested resource not found: Index: "
                            + indexName.get()
                            + " not found for table: "
                            + table.name());
        }
        return new InsightsTarget(table, indexName.orElse(ContributorInsights.TABLE));
    }

    Optional<ContributorInsights> insights() {
        return Optional.ofNullable(ContributorInsights.of(table).get(index));
    }

    String status(long nowMillis) {
        return insights()
                .map(set ->
                        nowMillis < set.settledMillis()
                                ? (set.enabled() ? "ENABLING" : "DISABLING")
                                : (set.enabled() ? "ENABLED" : "DISABLED"))
                .orElse("DISABLED");
    }

    static String mode(ContributorInsights insights) {
        return insights.throttledOnly() ? THROTTLED : ALL;
    }

    /** Writes the members that all answers have; they stand in the order of their names. */
    void write(String status, ResponseWriter response, boolean whole) {
        insights().ifPresent(set -> response.member("ContributorInsightsMode", mode(set)));
        Optional<ContributorInsights> enabled =
                insights().filter(ContributorInsights::enabled).filter(set -> whole);
        enabled.ifPresent(set -> {
            response.field("ContributorInsightsRuleList").startArray();
            rules(set).forEach(response::string);
            response.endArray();
        });
        response.member("ContributorInsightsStatus", status);
        if (!index.isEmpty()) {
            response.member("IndexName", index);
        }
        insights()
                .filter(set -> whole)
                .ifPresent(set ->
                        response.member(
                                "LastUpdateDateTime", Instant.ofEpochMilli(set.changedMillis())));
        response.member("TableName", table.name());
    }

    /** The rules as AWS would name them. */
    private List<String> rules(ContributorInsights set) {
        boolean sorted =
                !(index.isEmpty() ? table.key() : table.index(index).orElseThrow().key())
                        .sort()
                        .isEmpty();
        List<String> kinds = new ArrayList<>();
        if (!set.throttledOnly()) {
            kinds.add("PKC-");
            if (sorted) {
                kinds.add("SKC-");
            }
        }
        kinds.add("PKT-");
        if (sorted) {
            kinds.add("SKT-");
        }
        String resource = table.name() + (index.isEmpty() ? "" : "-" + index);
        return kinds.stream()
                .map(kind -> RULE + kind + resource + "-" + set.rulesMillis())
                .toList();
    }
}
