package stator.operation.archive;

import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import stator.bucket.Buckets;
import stator.database.Database;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.model.ApiException;
import stator.model.Item;
import stator.operation.job.FailureWords;
import stator.operation.job.ItemRules;
import stator.operation.job.Jobs;

/**
 * Bulk operations: each puts the items of the files of a bucket into a table that is in use. One
 * that was cut off goes on from its checkpoint at the next start.
 */
public final class BulkOperations {
    private static final String KIND = "BulkOperation";

    private final Database database;
    private final Buckets buckets;
    private final Jobs jobs;
    private final Clock clock;
    private final RandomGenerator random;

    /** Those that are not over; each is changed and kept under its key's lock. */
    private final ConcurrentMap<String, BulkJob> running = new ConcurrentHashMap<>();

    BulkOperations(
            Database database, Buckets buckets, Jobs jobs, Clock clock, RandomGenerator random) {
        this.database = database;
        this.buckets = buckets;
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
    }

    /** Goes on with what a stop or crash cut off. */
    void resume(ItemRules rules) {
        for (Item document : database.records().all(KIND)) {
            BulkJob job = BulkJob.of(document);
            if (!job.status().isOver()) {
                Optional<Table> table =
                        database.tables()
                                .find(job.namespace(), job.tableName())
                                .filter(found -> found.description().id().equals(job.tableId()));
                if (table.isPresent()) {
                    start(job, table.get(), rules);
                } else {
                    keep(failed(job, "TableNotFound", "The table is gone"));
                }
            }
        }
    }

    /** All bulk operations of a namespace, newest first. */
    public List<BulkJob> list(Namespace namespace) {
        return database.records().list(KIND, namespace).stream()
                .map(entry -> BulkJob.of(entry.document()))
                .sorted(Comparator.comparing(BulkJob::id).reversed())
                .toList();
    }

    /** The bulk operation of that id. */
    public Optional<BulkJob> find(Namespace namespace, String id) {
        return database.records().find(KIND, namespace, id).map(BulkJob::of);
    }

    /**
     * Begins to put items into a table.
     *
     * @param request which has been checked
     */
    public BulkJob start(Table table, BulkRequest request, String token, ItemRules rules) {
        long now = clock.millis();
        BulkJob job =
                new BulkJob(
                        table.namespace(),
                        "%014d-%s".formatted(now, HexFormat.of().toHexDigits(random.nextInt())),
                        table.name(),
                        table.description().arn(),
                        table.description().id(),
                        token,
                        request.members().json(),
                        BulkJob.Status.IN_PROGRESS,
                        now,
                        0,
                        BulkProgress.NONE,
                        Item.EMPTY,
                        "",
                        "");
        keep(job);
        start(job, table, rules);
        return job;
    }

    /**
     * Lets an operation end before it is done; what it has written stays.
     *
     * @return the operation as it is then; empty if it was over already
     */
    public Optional<BulkJob> cancel(BulkJob job) {
        return change(job.id(), BulkJob::cancelling);
    }

    /** Whether an operation puts items into a table. */
    public boolean isWritingInto(TableDescription table) {
        return running.values().stream().anyMatch(job -> job.tableId().equals(table.id()));
    }

    private void keep(BulkJob job) {
        database.records().put(KIND, job.namespace(), job.id(), job.document());
    }

    /** Changes and keeps an operation that is not over. */
    private Optional<BulkJob> change(String id, UnaryOperator<BulkJob> change) {
        return Optional.ofNullable(
                running.computeIfPresent(
                        id,
                        (same, job) -> {
                            BulkJob changed = change.apply(job);
                            keep(changed);
                            return changed;
                        }));
    }

    /** Makes the last change of an operation: nobody can change it any more. */
    private void end(String id, UnaryOperator<BulkJob> change) {
        running.computeIfPresent(
                id,
                (same, job) -> {
                    keep(change.apply(job));
                    return null;
                });
    }

    private void start(BulkJob job, Table table, ItemRules rules) {
        running.put(job.id(), job);
        jobs.start("The bulk operation " + job.arn(), () -> run(job, table, rules));
    }

    /** A stop of the server is no failure: the operation goes on at the next start. */
    private void run(BulkJob job, Table table, ItemRules rules) throws IOException {
        try {
            new BulkRun(database, buckets, jobs, rules, table, job, ledger(job.id())).run();
            end(job.id(), this::done);
        } catch (BulkRun.Failure e) {
            fail(job, e.code(), e.getMessage());
        } catch (ApiException e) {
            fail(job, "TableNotFound", FailureWords.ofJob(e));
        } catch (IOException e) {
            fail(job, Jobs.failureCode(e), FailureWords.ofJob(e));
            throw e;
        } catch (RuntimeException e) {
            fail(job, "InternalServerError", FailureWords.ofJob(e));
            throw e;
        }
    }

    private BulkRun.Ledger ledger(String id) {
        return new BulkRun.Ledger() {
            @Override
            public boolean isCancelled() {
                return running.get(id).status() == BulkJob.Status.CANCELLING;
            }

            @Override
            public BulkJob reached(BulkProgress progress, Item checkpoint) {
                return change(id, newest -> newest.reached(progress, checkpoint)).orElseThrow();
            }
        };
    }

    private BulkJob done(BulkJob job) {
        if (job.status() == BulkJob.Status.CANCELLING) {
            return job.ended(
                    BulkJob.Status.CANCELLED,
                    clock.millis(),
                    "Cancelled",
                    "The operation was cancelled");
        }
        return job.ended(
                job.progress().failed() == 0
                        ? BulkJob.Status.COMPLETED
                        : BulkJob.Status.COMPLETED_WITH_ERRORS,
                clock.millis(),
                "",
                "");
    }

    private void fail(BulkJob job, String code, String message) throws IOException {
        jobs.requireOpen();
        end(job.id(), newest -> failed(newest, code, message));
    }

    private BulkJob failed(BulkJob job, String code, String message) {
        return job.ended(BulkJob.Status.FAILED, clock.millis(), code, message);
    }
}
