package stator.database;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stator.database.catalog.Catalog;
import stator.database.catalog.CatalogRows;
import stator.database.catalog.Feature;
import stator.database.catalog.LiveTable;
import stator.database.change.ChangeLogCheck;
import stator.database.check.CheckPace;
import stator.database.check.Findings;
import stator.database.check.TableCheck;
import stator.database.check.TableMoment;
import stator.database.log.RetiredLog;
import stator.database.row.DerivedRows;
import stator.database.row.Layout;
import stator.database.row.RowPage;
import stator.database.table.TableReport;
import stator.storage.Consistency;
import stator.storage.SpaceScan;
import stator.storage.Store;
import stator.storage.StoreException;

/**
 * Reads a whole database, while it is read and written, and says where it contradicts itself: every
 * item is under its own key, has exactly the index entries that it should have (in an index that is
 * being filled, those of the items that are done), and is counted; so are the rows that features
 * keep of items; every change record is where it belongs and says what led to the items; strongly
 * consistent replicas hold the same; every space belongs to one table or is empty.
 *
 * <p>Each table is looked at as it stood at one moment ({@link TableMoment}), one table after the
 * other, in memory that does not grow with the tables. Every database test ends with it. What it
 * has found can be asked for by other threads meanwhile.
 */
public final class DatabaseCheck {
    /** Of each place of a table. */
    private static final int FINDINGS_MAX = 10;

    /** How often a table is looked at of which not all could be seen. */
    private static final int LOOKS_MAX = 5;

    private static final long BETWEEN_LOOKS_MILLIS = 2_000;
    private static final RowPage.Limits ONE = RowPage.Limits.of(1, Long.MAX_VALUE);

    private final Store store;
    private final Catalog catalog;
    private final List<Feature> features;
    private final CheckPace pace = new CheckPace();

    /** Guarded by {@code this}; so is {@link #spaceProblems}. */
    private final List<TableReport> reports = new ArrayList<>();

    private final List<String> spaceProblems = new ArrayList<>();
    private volatile int tables;

    DatabaseCheck(Store store, Catalog catalog, List<Feature> features) {
        this.store = store;
        this.catalog = catalog;
        this.features = features;
    }

    /** What is wrong with a database; empty if all is well. */
    public static List<String> problems(Database database) {
        DatabaseCheck check = database.check();
        check.run();
        return check.problems();
    }

    /** Looks at everything. */
    void run() {
        Spaces spaces = catalog.alone(this::spaces);
        tables = spaces.tables().size();
        spaces.tables().stream()
                .sorted(
                        Comparator.comparing((LiveTable table) -> table.namespace().account())
                                .thenComparing(LiveTable::region)
                                .thenComparing(LiveTable::name))
                .forEach(table -> table(table).ifPresent(this::keep));
        check(spaces);
    }

    private synchronized void keep(TableReport report) {
        reports.add(report);
    }

    private synchronized void keep(String spaceProblem) {
        spaceProblems.add(spaceProblem);
    }

    /** Looks at a table until it is sure of what it sees; empty if the table is gone. */
    private Optional<TableReport> table(LiveTable shown) {
        for (int looks = 1; ; looks++) {
            boolean isLast = looks == LOOKS_MAX;
            try (TableMoment moment = TableMoment.take(store, catalog, shown, pace).orElse(null)) {
                if (moment == null) {
                    return Optional.empty();
                }
                TableReport report = report(moment);
                if (report.isGood() || moment.isCertain() || isLast) {
                    return Optional.of(report);
                }
            } catch (StoreException.Unavailable e) {
                if (isLast) {
                    return Optional.of(
                            TableReport.unchecked(shown.namespace(), shown.name(), reason(e)));
                }
            }
            pace.pause(BETWEEN_LOOKS_MILLIS);
        }
    }

    private static String reason(StoreException.Unavailable e) {
        return e.forClients().isEmpty()
                ? "It could not be read to the end."
                : "It could not be read to the end: " + e.forClients();
    }

    private TableReport report(TableMoment moment) {
        LiveTable table = moment.table();
        Findings findings = new Findings(FINDINGS_MAX);
        List<DerivedRows> ofFeatures =
                features.stream().flatMap(feature -> feature.derived(table).stream()).toList();
        TableCheck rows = new TableCheck(moment, ofFeatures, findings);
        rows.run();
        ChangeLogCheck log = new ChangeLogCheck(moment, findings);
        log.run();
        return new TableReport(
                table.namespace(),
                table.name(),
                rows.items(),
                rows.bytes(),
                rows.derived(),
                log.records(),
                findings.found(),
                findings.others(),
                "");
    }

    /**
     * The spaces that are known at one moment.
     *
     * @param next the first that was never given out
     * @param others those that tables left, and that are kept or to be dropped
     */
    private record Spaces(List<LiveTable> tables, int next, Set<Integer> others) {}

    private Spaces spaces() {
        List<LiveTable> all = catalog.tables();
        Set<Integer> others = new HashSet<>(catalog.droppedSpaces());
        for (RetiredLog retired : catalog.retiredLogs()) {
            others.addAll(retired.log().spaces());
        }
        CatalogRows.Head head =
                CatalogRows.Head.decode(store.get(CatalogRows.head(), Consistency.STRONG));
        return new Spaces(all, head.nextSpace(), others);
    }

    /** A space that nobody has is never given out again, so what is in it stays there. */
    private void check(Spaces spaces) {
        Set<Integer> owned = new HashSet<>();
        for (LiveTable table : spaces.tables()) {
            for (int space : table.record().spaces()) {
                if (!owned.add(space)) {
                    keep("Table " + table.name() + " shares space " + space);
                }
                if (space >= spaces.next()) {
                    keep("Table " + table.name() + " has space " + space + ", never given out");
                }
            }
        }
        owned.addAll(spaces.others());
        for (int space = Layout.TABLE_SPACE_MIN; space < spaces.next(); space++) {
            if (!owned.contains(space) && isUsed(space)) {
                keep("Space " + space + " belongs to no table and is not empty");
            }
            pace.pause(0);
        }
    }

    private boolean isUsed(int space) {
        boolean counts = false;
        for (long counter : store.counters(space)) {
            counts |= counter != 0;
        }
        return counts || holds(space, Layout.ITEM_KIND) || holds(space, Layout.POSITION_KIND);
    }

    private boolean holds(int space, byte kind) {
        return RowPage.read(store, SpaceScan.all(space, kind), ONE, row -> true).last() != null;
    }

    /** The check is not wanted any longer. */
    void stop() {
        pace.stop();
    }

    /** How many tables there were when it began. */
    public int tables() {
        return tables;
    }

    /** How many rows it has looked at. */
    public long rows() {
        return pace.rows();
    }

    /** What it found in the tables that it has looked at. */
    public synchronized List<TableReport> reports() {
        return List.copyOf(reports);
    }

    /** What is wrong with spaces, which are those of no table. */
    public synchronized List<String> spaceProblems() {
        return List.copyOf(spaceProblems);
    }

    /** All that it found wrong; empty if all is well. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (TableReport report : reports()) {
            String table = "Table " + report.name() + " in " + report.namespace().region() + ", ";
            report.findings().forEach(finding -> problems.add(table + finding));
            if (!report.unchecked().isEmpty()) {
                problems.add(table + report.unchecked());
            }
        }
        problems.addAll(spaceProblems());
        return problems;
    }
}
