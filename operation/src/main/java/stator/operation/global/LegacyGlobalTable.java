package stator.operation.global;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import stator.database.table.GlobalTable;
import stator.database.table.Namespace;
import stator.database.table.Replication;
import stator.database.table.StreamSettings;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.ErrorCode;
import stator.operation.request.RequestContext;
import stator.operation.request.TableErrors;
import stator.protocol.ResponseWriter;

/**
 * A global table of version 2017.11.29: tables that somebody made in some regions, empty, and then
 * joined. It is known by its name in the whole account.
 *
 * <p>AWS makes no new ones of this version; here they work, for programs that still use them.
 *
 * @param replicas by region
 */
record LegacyGlobalTable(Namespace namespace, String name, Map<String, Table> replicas) {
    private static final TableSetting<Long> CREATED =
            new TableSetting<>(
                    "GlobalTableCreated",
                    value -> Long.parseLong(value.text()),
                    AttributeValue::number);

    /** The global table of that name. */
    static Optional<LegacyGlobalTable> find(RequestContext context, String name) {
        return all(context).stream().filter(table -> table.name().equals(name)).findFirst();
    }

    /** The global table of that name; the message has a prefix where AWS's has one. */
    static LegacyGlobalTable require(RequestContext context, String name, String prefix) {
        return find(context, name)
                .orElseThrow(() ->
                        ApiException.of(
                                ErrorCode.GLOBAL_TABLE_NOT_FOUND,
                                prefix + "Global table with name: '" + name + "' does not exist."));
    }

    /** The global tables of the caller's account, by name. */
    static List<LegacyGlobalTable> all(RequestContext context) {
        Map<String, Map<String, Table>> byName = new TreeMap<>();
        for (Table table : context.database().tables().all()) {
            boolean isLegacy =
                    Replication.of(table.description())
                            .filter(r -> r.version().equals(Replication.LEGACY))
                            .isPresent();
            if (isLegacy && table.namespace().account().equals(context.namespace().account())) {
                byName.computeIfAbsent(table.name(), name -> new TreeMap<>())
                        .put(table.region(), table);
            }
        }
        List<LegacyGlobalTable> all = new ArrayList<>();
        byName.forEach((name, replicas) ->
                all.add(new LegacyGlobalTable(context.namespace(), name, replicas)));
        return all;
    }

    /** Joins the tables of a name in some regions with those that are joined already. */
    static void join(RequestContext context, String name, Set<String> joined, Set<String> regions) {
        long now = context.clock().millis();
        Set<String> all = new LinkedHashSet<>(joined);
        all.addAll(regions);
        for (String region : regions) {
            requireJoinable(context, name, region);
        }
        context.database()
                .tables()
                .updateRegions(
                        context.namespace(),
                        name,
                        all,
                        before -> {
                            GlobalTable tables = new GlobalTable(before);
                            List<String> members = new ArrayList<>(joined);
                            for (String region : regions) {
                                requireAlone(before.get(region), name, region);
                                members.forEach(
                                        member -> tables.join(member, region, Replication.LEGACY));
                                members.add(region);
                                tables.change(region, table -> CREATED.in(table, now));
                            }
                            return tables.tables();
                        });
    }

    private static void requireJoinable(RequestContext context, String name, String region) {
        Table table =
                context.database()
                        .tables()
                        .find(context.namespace().in(region), name)
                        .orElseThrow(() ->
                                ApiException.of(
                                        ErrorCode.TABLE_NOT_FOUND,
                                        "Table not found: " + name + " in region: " + region));
        StreamSettings stream = table.description().stream();
        if (!stream.enabled() || stream.view() != StreamSettings.View.NEW_AND_OLD_IMAGES) {
            throw TableErrors.invalid(
                    "Table "
                            + name
                            + " in region "
                            + region
                            + " must have a stream with the view type NEW_AND_OLD_IMAGES");
        }
        if (context.database().items().statistics(table).items() > 0) {
            throw TableErrors.invalid("Table " + name + " in region " + region + " must be empty");
        }
    }

    private static void requireAlone(TableDescription table, String name, String region) {
        if (table == null || Replication.of(table).isPresent()) {
            throw TableErrors.invalid(
                    "Table " + name + " in region " + region + " is part of a global table");
        }
    }

    private long createdMillis() {
        return replicas.values().stream()
                .flatMap(table -> CREATED.of(table.description()).stream())
                .mapToLong(Long::longValue)
                .min()
                .orElse(0);
    }

    /** Writes the description as the whole answer. */
    void write(String status, long nowMillis, ResponseWriter response) {
        response.startObject()
                .field("GlobalTableDescription")
                .startObject()
                .member("CreationDateTime", Instant.ofEpochMilli(createdMillis()))
                .member("GlobalTableArn", namespace.globalArn("dynamodb") + "global-table/" + name)
                .member("GlobalTableName", name)
                .member("GlobalTableStatus", status)
                .field("ReplicationGroup")
                .startArray();
        replicas.forEach((region, table) ->
                response.startObject()
                        .member("RegionName", region)
                        .member("ReplicaStatus", table.statusAt(nowMillis).name())
                        .endObject());
        response.endArray().endObject().endObject();
    }
}
