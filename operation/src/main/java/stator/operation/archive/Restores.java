package stator.operation.archive;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import stator.database.Database;
import stator.database.Tables;
import stator.database.item.TableSnapshot;
import stator.database.table.IndexDescription;
import stator.database.table.Namespace;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Transition;
import stator.operation.job.ItemSource;
import stator.operation.job.Jobs;
import stator.operation.job.TableLoader;

/**
 * Tables that are being restored. Such a table is CREATING, so that nobody can use it, until all of
 * its items are there; a restore that was cut off begins anew at the next start.
 */
public final class Restores {
    private static final System.Logger LOG = System.getLogger("stator.operation.archive");

    private static final long SECOND_MILLIS = 1_000;

    private final Database database;
    private final Backups backups;
    private final Jobs jobs;

    Restores(Database database, Backups backups, Jobs jobs) {
        this.database = database;
        this.backups = backups;
        this.jobs = jobs;
    }

    /** Goes on with what a stop or crash cut off. */
    void open() {
        for (Table table : database.tables().all()) {
            RestoreOrigin.of(table.description())
                    .ifPresent(origin -> {
                        if (origin.isFromBackup()) {
                            resumeFromBackup(table, origin);
                        } else {
                            resumeToTime(table, origin);
                        }
                    });
        }
    }

    private void resumeFromBackup(Table table, RestoreOrigin origin) {
        if (backups.reserve(origin.backupId())) {
            startFromBackup(table, origin);
        } else {
            giveUp(table, "its backup is gone: " + origin.backupArn());
        }
    }

    /** The history may be gone by now, or the table that has it. */
    private void resumeToTime(Table table, RestoreOrigin origin) {
        Optional<TableSnapshot> source =
                database.tables().all().stream()
                        .filter(found -> found.description().id().equals(origin.sourceTableId()))
                        .filter(found -> reaches(found, origin.timeMillis()))
                        .findFirst()
                        .flatMap(database.items()::snapshot);
        if (source.isPresent()) {
            startToTime(table, origin, source.get());
        } else {
            giveUp(table, "the history of its source is gone: " + origin.sourceTableArn());
        }
    }

    /** To the second, as times are given. */
    private static boolean reaches(Table source, long millis) {
        return PointInTimeRecovery.of(source.description())
                .filter(recovery -> recovery.sinceMillis() - SECOND_MILLIS < millis)
                .isPresent();
    }

    /**
     * Begins to restore a table from a backup, unless its bytes are damaged.
     *
     * @param target the table to be, without its state
     * @return the table; empty if there is one of that name already
     * @throws BackupInUse if the backup is in use, or gone
     */
    public Optional<Table> fromBackup(Namespace namespace, Backup backup, TableDescription target)
            throws BackupInUse {
        if (!backups.reserve(backup.id())) {
            throw new BackupInUse();
        }
        RestoreOrigin origin =
                new RestoreOrigin(
                        backup.arn(),
                        backup.table().arn(),
                        backup.table().id(),
                        backup.createdMillis(),
                        creatingUntil());
        Optional<Table> table = Optional.empty();
        try {
            backups.requireWhole(backup);
            table = create(namespace, origin, target);
        } finally {
            if (table.isEmpty()) {
                backups.release(backup.id());
            }
        }
        table.ifPresent(created -> startFromBackup(created, origin));
        return table;
    }

    /**
     * Begins to restore a table as another one stood at a time.
     *
     * @param source of the other table, which keeps a history; closed in the end
     * @param millis not before the history begins
     * @param target the table to be, without its state
     * @return the table; empty if there is one of that name already
     */
    public Optional<Table> toTime(
            Namespace namespace, TableSnapshot source, long millis, TableDescription target) {
        RestoreOrigin origin =
                new RestoreOrigin(
                        "",
                        source.description().arn(),
                        source.description().id(),
                        millis,
                        creatingUntil());
        Optional<Table> table = Optional.empty();
        try {
            table = create(namespace, origin, target);
        } finally {
            if (table.isEmpty()) {
                source.close();
            }
        }
        table.ifPresent(created -> startToTime(created, origin, source));
        return table;
    }

    /** A backup is used by one restore at a time. */
    public static final class BackupInUse extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private long creatingUntil() {
        return database.tables().transition(TableStatus.CREATING).untilMillis();
    }

    private Optional<Table> create(
            Namespace namespace, RestoreOrigin origin, TableDescription target) {
        Transition creating = new Transition(TableStatus.CREATING, Long.MAX_VALUE);
        return database.tables().create(namespace, origin.mark(in(creating, target)).build());
    }

    /** A table and its global indexes in a state. */
    static TableDescription.Builder in(Transition transition, TableDescription table) {
        List<IndexDescription> indexes =
                table.indexes().stream()
                        .map(index -> index.isLocal() ? index : index.withTransition(transition))
                        .toList();
        return table.toBuilder().transition(transition).indexes(indexes);
    }

    private void startFromBackup(Table table, RestoreOrigin origin) {
        jobs.start(
                name(table),
                () -> {
                    try {
                        run(table, origin, backups.items(origin.backupId()));
                    } finally {
                        backups.release(origin.backupId());
                    }
                });
    }

    private void startToTime(Table table, RestoreOrigin origin, TableSnapshot source) {
        jobs.start(
                name(table),
                () -> {
                    try (source) {
                        run(table, origin, ItemSource.at(source, origin.timeMillis()));
                    }
                });
    }

    private static String name(Table table) {
        return "The restore of table " + table.description().arn();
    }

    private void run(Table table, RestoreOrigin origin, ItemSource items) throws IOException {
        try {
            TableLoader.load(database, jobs, table, items);
            finish(table, origin);
        } catch (DamagedBackupException e) {
            giveUp(table, e.getMessage());
        }
    }

    private void finish(Table table, RestoreOrigin origin) {
        Transition creating =
                origin.creatingUntilMillis() == 0
                        ? Transition.NONE
                        : new Transition(TableStatus.CREATING, origin.creatingUntilMillis());
        database.tables()
                .update(
                        table.namespace(),
                        table.name(),
                        current -> RestoreOrigin.complete(in(creating, current)).build());
    }

    /** A table that cannot be completed must not look as if it could. */
    private void giveUp(Table table, String why) {
        LOG.log(
                Level.ERROR,
                "Table " + table.description().arn() + " cannot be restored and goes: " + why);
        Tables catalog = database.tables();
        catalog.delete(table.namespace(), table.name(), current -> {});
    }
}
