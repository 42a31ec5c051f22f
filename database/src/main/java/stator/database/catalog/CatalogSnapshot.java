package stator.database.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.database.log.RetiredLog;
import stator.database.table.Namespace;
import stator.database.table.TableStatus;

/** All tables, and the logs of those that are gone, at one version of the catalog. Immutable. */
final class CatalogSnapshot {
    static final CatalogSnapshot EMPTY = new CatalogSnapshot(-1, Map.of(), List.of());

    private final long version;
    private final Map<Namespace, Named> namespaces;
    private final List<RetiredLog> retired;
    private final boolean deleting;

    /** The tables of one namespace. */
    private record Named(Map<String, LiveTable> byName, List<String> sortedNames) {
        private static final Named NONE = new Named(Map.of(), List.of());

        static Named of(Map<String, LiveTable> byName) {
            return new Named(byName, byName.keySet().stream().sorted().toList());
        }
    }

    private CatalogSnapshot(
            long version, Map<Namespace, Named> namespaces, List<RetiredLog> retired) {
        assert retired.stream().map(RetiredLog::space).distinct().count() == retired.size()
                : "What is kept of a table that is gone stands twice";
        this.version = version;
        this.namespaces = namespaces;
        this.retired = List.copyOf(retired);
        deleting = all().stream().anyMatch(CatalogSnapshot::isDeleting);
    }

    private static boolean isDeleting(LiveTable table) {
        return table.description().transition().status() == TableStatus.DELETING
                || table.description().indexes().stream()
                        .anyMatch(index -> index.transition().status() == TableStatus.DELETING);
    }

    /** A snapshot of some tables. */
    static CatalogSnapshot of(long version, List<LiveTable> tables, List<RetiredLog> retired) {
        Map<Namespace, Map<String, LiveTable>> grouped = new HashMap<>();
        for (LiveTable table : tables) {
            LiveTable other =
                    grouped.computeIfAbsent(table.namespace(), namespace -> new HashMap<>())
                            .put(table.name(), table);
            assert other == null : "Two tables of the name " + table.name();
        }
        Map<Namespace, Named> namespaces = new HashMap<>();
        grouped.forEach((namespace, byName) -> namespaces.put(namespace, Named.of(byName)));
        return new CatalogSnapshot(version, namespaces, retired);
    }

    /** This with one table put in, or in the place of the one of its name. */
    CatalogSnapshot with(long version, LiveTable table) {
        Map<String, LiveTable> byName = new HashMap<>(in(table.namespace()).byName);
        byName.put(table.name(), table);
        return new CatalogSnapshot(version, with(table.namespace(), byName), retired);
    }

    /** This without the table of that name, and with what is kept of it. */
    CatalogSnapshot without(
            long version, Namespace namespace, String name, Optional<RetiredLog> kept) {
        Map<String, LiveTable> byName = new HashMap<>(in(namespace).byName);
        byName.remove(name);
        List<RetiredLog> logs = new ArrayList<>(retired);
        kept.ifPresent(logs::add);
        return new CatalogSnapshot(version, with(namespace, byName), logs);
    }

    /** This without what was kept of a table. */
    CatalogSnapshot without(long version, RetiredLog forgotten) {
        return new CatalogSnapshot(
                version,
                namespaces,
                retired.stream().filter(log -> log.space() != forgotten.space()).toList());
    }

    /** The logs of tables that are gone. */
    List<RetiredLog> retired() {
        return retired;
    }

    private Map<Namespace, Named> with(Namespace namespace, Map<String, LiveTable> byName) {
        Map<Namespace, Named> changed = new HashMap<>(namespaces);
        changed.put(namespace, Named.of(byName));
        return changed;
    }

    private Named in(Namespace namespace) {
        return namespaces.getOrDefault(namespace, Named.NONE);
    }

    long version() {
        return version;
    }

    /** Whether any table or index is being deleted. */
    boolean isDeleting() {
        return deleting;
    }

    /** The table of that name, or null. */
    LiveTable find(Namespace namespace, String name) {
        return in(namespace).byName.get(name);
    }

    int count(Namespace namespace) {
        return in(namespace).byName.size();
    }

    /** Up to {@code limit} names after {@code exclusiveStart}. */
    List<String> names(Namespace namespace, String exclusiveStart, int limit) {
        List<String> names = in(namespace).sortedNames;
        int found = Collections.binarySearch(names, exclusiveStart);
        int from = found >= 0 ? found + 1 : -found - 1;
        return names.subList(from, Math.min(names.size() - from, limit) + from);
    }

    /** All tables, in no order. */
    List<LiveTable> all() {
        List<LiveTable> all = new ArrayList<>();
        namespaces.values().forEach(tables -> all.addAll(tables.byName.values()));
        return all;
    }
}
