package stator.operation.archive;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import stator.bucket.Buckets;
import stator.database.Database;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.model.Item;
import stator.operation.job.ItemRules;
import stator.operation.job.JobFailure;
import stator.operation.job.JobLedger;
import stator.operation.job.JobState;
import stator.operation.job.JobStatus;
import stator.operation.job.Jobs;

/**
 * Bulk operations: each puts the items of the files of a bucket into a table that is in use. One
 * that was cut off goes on from its checkpoint at the next start.
 */
public final class BulkOperations {
    private final Database database;
    private final Buckets buckets;
    private final Jobs jobs;
    private final JobLedger<BulkJob> ledger;

    BulkOperations(
            Database database, Buckets buckets, Jobs jobs, Clock clock, RandomGenerator random) {
        this.database = database;
        this.buckets = buckets;
        this.jobs = jobs;
        ledger =
                new JobLedger<>(
                        database,
                        jobs,
                        clock,
                        random,
                        new JobLedger.Kind<>("BulkOperation", "The bulk operation", BulkJob::of));
    }

    /** Goes on with what a stop or crash cut off. */
    void resume(ItemRules rules) {
        for (BulkJob job : ledger.unfinished()) {
            Optional<Table> table =
                    database.tables()
                            .find(job.namespace(), job.tableName())
                            .filter(found -> found.description().id().equals(job.tableId()));
            if (table.isPresent()) {
                ledger.start(job, new Putting(job, table.get(), rules));
            } else {
                ledger.keep(failed(job, "TableNotFound", "The table is gone"));
            }
        }
    }

    /** All bulk operations of a namespace, newest first. */
    public List<BulkJob> list(Namespace namespace) {
        return ledger.list(namespace);
    }

    /** The bulk operation of that id. */
    public Optional<BulkJob> find(Namespace namespace, String id) {
        return ledger.find(namespace, id);
    }

    /**
     * Begins to put items into a table.
     *
     * @param request which has been checked
     */
    public BulkJob start(Table table, BulkRequest request, String token, ItemRules rules) {
        BulkJob job =
                new BulkJob(
                        ledger.begin(table),
                        token,
                        request.members().json(),
                        BulkProgress.NONE,
                        Item.EMPTY);
        ledger.keep(job);
        ledger.start(job, new Putting(job, table, rules));
        return job;
    }

    /**
     * Lets an operation end before it is done; what it has written stays.
     *
     * @return the operation as it is then; empty if it was over already
     */
    public Optional<BulkJob> cancel(BulkJob job) {
        return ledger.change(job.id(), BulkJob::cancelling);
    }

    /** Whether an operation puts items into a table. */
    public boolean isWritingInto(TableDescription table) {
        return ledger.running().stream().anyMatch(job -> job.tableId().equals(table.id()));
    }

    /** The work of a bulk operation. */
    private final class Putting implements JobLedger.Work<BulkJob>, BulkRun.Ledger {
        private final BulkJob job;
        private final Table table;
        private final ItemRules rules;

        Putting(BulkJob job, Table table, ItemRules rules) {
            this.job = job;
            this.table = table;
            this.rules = rules;
        }

        @Override
        public UnaryOperator<BulkJob> run() throws IOException, JobFailure {
            new BulkRun(database, buckets, jobs, rules, table, job, this).run();
            return BulkOperations.this::done;
        }

        @Override
        public UnaryOperator<BulkJob> fail(String code, String message) {
            return newest -> failed(newest, code, message);
        }

        @Override
        public boolean isCancelled() {
            return ledger.running(job.id()).status() == JobStatus.CANCELLING;
        }

        @Override
        public BulkJob reached(BulkProgress progress, Item checkpoint) {
            return ledger.change(job.id(), newest -> newest.reached(progress, checkpoint))
                    .orElseThrow();
        }
    }

    private BulkJob done(BulkJob job) {
        JobState state = job.state();
        if (job.status() == JobStatus.CANCELLING) {
            return job.ended(
                    state.ended(
                            JobStatus.CANCELLED,
                            ledger.now(),
                            "Cancelled",
                            "The operation was cancelled"));
        }
        return job.ended(
                state.ended(
                        job.progress().failed() == 0
                                ? JobStatus.COMPLETED
                                : JobStatus.COMPLETED_WITH_ERRORS,
                        ledger.now()));
    }

    private BulkJob failed(BulkJob job, String code, String message) {
        return job.ended(job.state().ended(JobStatus.FAILED, ledger.now(), code, message));
    }
}
