package stator.operation.archive;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import stator.database.Catalog;
import stator.database.Database;
import stator.database.IndexDescription;
import stator.database.Namespace;
import stator.database.Table;
import stator.database.TableDescription;
import stator.database.TableStatus;
import stator.database.Transition;

/**
 * Tables that are being restored. Such a table is CREATING, so that nobody can use it, until all of
 * its items are there; a restore that was cut off begins anew at the next start.
 */
public final class Restores {
    private static final System.Logger LOG = System.getLogger("stator.operation.archive");

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
        for (Table table : database.catalog().tables()) {
            RestoreOrigin.of(table.description())
                    .ifPresent(origin -> {
                        if (!origin.isFromBackup() || backups.reserve(origin.backupId())) {
                            start(table, origin);
                        } else {
                            giveUp(table, "its backup is gone: " + origin.backupArn());
                        }
                    });
        }
    }

    /**
     * Begins to restore a table from a backup.
     *
     * @param target the table to be, without its state
     * @return the table; empty if there is one of that name already
     * @throws BackupInUse if the backup is in use
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
            table = create(namespace, origin, target);
        } finally {
            if (table.isEmpty()) {
                backups.release(backup.id());
            }
        }
        table.ifPresent(created -> start(created, origin));
        return table;
    }

    /** A backup is used by one restore at a time. */
    public static final class BackupInUse extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private long creatingUntil() {
        return database.catalog().transition(TableStatus.CREATING).untilMillis();
    }

    private Optional<Table> create(
            Namespace namespace, RestoreOrigin origin, TableDescription target) {
        Transition creating = new Transition(TableStatus.CREATING, Long.MAX_VALUE);
        return database.catalog().create(namespace, origin.mark(in(creating, target)).build());
    }

    /** A table and its global indexes in a state. */
    static TableDescription.Builder in(Transition transition, TableDescription table) {
        List<IndexDescription> indexes =
                table.indexes().stream()
                        .map(index -> index.isLocal() ? index : index.withTransition(transition))
                        .toList();
        return table.toBuilder().transition(transition).indexes(indexes);
    }

    private void start(Table table, RestoreOrigin origin) {
        jobs.start("The restore of table " + table.description().arn(), () -> run(table, origin));
    }

    private void run(Table table, RestoreOrigin origin) throws IOException {
        try {
            TableLoader.load(database, jobs, table, backups.items(origin.backupId()));
            finish(table, origin);
        } catch (DamagedBackupException e) {
            giveUp(table, e.getMessage());
        } finally {
            backups.release(origin.backupId());
        }
    }

    private void finish(Table table, RestoreOrigin origin) {
        Transition creating =
                origin.creatingUntilMillis() == 0
                        ? Transition.NONE
                        : new Transition(TableStatus.CREATING, origin.creatingUntilMillis());
        database.catalog()
                .update(
                        table.namespace(),
                        table.name(),
                        current -> RestoreOrigin.unmark(in(creating, current)).build());
    }

    /** A table that cannot be completed must not look as if it could. */
    private void giveUp(Table table, String why) {
        LOG.log(
                Level.ERROR,
                "Table " + table.description().arn() + " cannot be restored and goes: " + why);
        Catalog catalog = database.catalog();
        catalog.delete(table.namespace(), table.name(), current -> {});
    }
}
