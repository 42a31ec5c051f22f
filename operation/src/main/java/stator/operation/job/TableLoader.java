package stator.operation.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import stator.database.Database;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteResult;
import stator.database.table.Table;
import stator.model.Item;
import stator.storage.StoreException;

/**
 * Puts many items into a table that nobody else writes to yet. Doing it again, after a crash for
 * example, leads to the same table.
 */
public final class TableLoader {
    private static final int BATCH_ITEMS = 500;
    private static final int BATCH_BYTES = 1 << 20;
    private static final long RETRY_MILLIS = 1_000;

    private final Database database;
    private final Jobs jobs;
    private final Table table;
    private final List<TargetedWrite> batch = new ArrayList<>();
    private int batchBytes;

    private TableLoader(Database database, Jobs jobs, Table table) {
        this.database = database;
        this.jobs = jobs;
        this.table = table;
    }

    /** Puts all items of a source into the table, durably. */
    public static void load(Database database, Jobs jobs, Table table, ItemSource source)
            throws IOException {
        TableLoader loader = new TableLoader(database, jobs, table);
        source.forEach(loader::add);
        loader.flush();
    }

    private void add(Item item) throws IOException {
        batch.add(new TargetedWrite(table, item, current -> new WriteDecision.Put(item)));
        batchBytes += item.documentBytes();
        if (batch.size() >= BATCH_ITEMS || batchBytes >= BATCH_BYTES) {
            flush();
        }
    }

    /**
     * A store that is full or recovers from a disk error takes them later; whether it took a part
     * of them already does not matter.
     */
    private void flush() throws IOException {
        while (!batch.isEmpty()) {
            jobs.requireOpen();
            if (isWritten()) {
                batch.clear();
                batchBytes = 0;
            } else {
                jobs.pause(RETRY_MILLIS);
            }
        }
    }

    private boolean isWritten() {
        boolean isWritten = true;
        for (WriteResult result : database.items().writeEach(batch)) {
            if (result instanceof WriteResult.Failed failed) {
                if (!(failed.cause() instanceof StoreException)
                        || failed.cause() instanceof StoreException.Corrupt) {
                    throw failed.cause();
                }
                isWritten = false;
            }
        }
        return isWritten;
    }
}
