package stator.operation.archive;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.bucket.NoSuchBucketException;
import stator.database.Database;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableSetting;
import stator.database.table.TableStatus;
import stator.database.table.Transition;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.format.RecordSink;
import stator.operation.job.ItemRules;
import stator.operation.job.ItemSource;
import stator.operation.job.JobLedger;
import stator.operation.job.JobState;
import stator.operation.job.JobStatus;
import stator.operation.job.Jobs;
import stator.operation.job.TableLoader;
import stator.storage.StoreException;

/**
 * Imports: each makes a table of the files of a bucket. The table is CREATING until the import is
 * over; an import that was cut off begins anew at the next start. A record that cannot be an item
 * is counted and named in the log; the import fails by it, and the table keeps the others, as on
 * AWS.
 */
public final class Imports {
    private static final System.Logger LOG = System.getLogger("stator.operation.archive");

    /** The setting of a table that is being filled: the id of its import. */
    private static final TableSetting<String> SETTING = TableSetting.text("Import");

    private static final String INVALID_ITEMS =
            "Some of the items failed validation checks and were not imported. Please check the"
                    + " server's log for more details.";

    /** How many records of one import are named in the log. */
    private static final int REFUSALS_LOGGED_MAX = 20;

    private final Database database;
    private final Buckets buckets;
    private final Jobs jobs;
    private final JobLedger<ImportJob> ledger;

    Imports(Database database, Buckets buckets, Jobs jobs, Clock clock, RandomGenerator random) {
        this.database = database;
        this.buckets = buckets;
        this.jobs = jobs;
        ledger =
                new JobLedger<>(
                        database,
                        jobs,
                        clock,
                        random,
                        new JobLedger.Kind<>("Import", "The import", ImportJob::of));
    }

    /**
     * Goes on with what a stop or crash cut off. An import whose table is no longer marked as its
     * own was over, and its record has the counts.
     */
    void resume(ItemRules rules) {
        ledger.unfinished().forEach(job -> resume(job, rules));
        for (Table table : database.tables().all()) {
            Optional<String> id = importOf(table);
            if (id.isPresent() && find(table.namespace(), id.get()).isEmpty()) {
                database.tables().delete(table.namespace(), table.name(), current -> {});
            }
        }
    }

    private void resume(ImportJob job, ItemRules rules) {
        Optional<Table> table = database.tables().find(job.namespace(), job.tableName());
        if (table.flatMap(Imports::importOf).filter(job.id()::equals).isPresent()) {
            ledger.start(job, new Filling(job, table.get(), rules));
        } else {
            ledger.keep(ended(job, job.counts(), job.failureCode(), job.failureMessage()));
        }
    }

    /** The id of the import that fills a table. */
    private static Optional<String> importOf(Table table) {
        return SETTING.of(table.description());
    }

    /** All imports of a namespace, newest first. */
    public List<ImportJob> list(Namespace namespace) {
        return ledger.list(namespace);
    }

    /** The import of that id. */
    public Optional<ImportJob> find(Namespace namespace, String id) {
        return ledger.find(namespace, id);
    }

    /**
     * Begins an import. If there is no such bucket, it has failed already and there is no table.
     *
     * @param target the table to be, without its state
     * @return the import; empty if there is a table of that name
     */
    public Optional<ImportJob> start(
            Namespace namespace,
            ImportJob.Request request,
            TableDescription target,
            ItemRules rules) {
        JobState begun = ledger.begin(namespace, target.name(), "");
        ImportJob job = new ImportJob(begun, request, ImportCounts.NONE);
        if (!exists(request.bucket())) {
            return Optional.of(
                    ledger.keep(
                            ended(
                                    job,
                                    ImportCounts.NONE,
                                    "S3NoSuchBucket",
                                    new NoSuchBucketException().getMessage())));
        }
        Transition creating = new Transition(TableStatus.CREATING, Long.MAX_VALUE);
        TableDescription marked = SETTING.in(Restores.in(creating, target), job.id()).build();
        Optional<Table> table = database.tables().create(namespace, marked);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        JobState filling = begun.into(table.get().description().id());
        ImportJob started = ledger.keep(job.with(filling, ImportCounts.NONE));
        ledger.start(started, new Filling(started, table.get(), rules));
        return Optional.of(started);
    }

    private boolean exists(String bucket) {
        try {
            return buckets.find(bucket).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** The work of an import. */
    private final class Filling implements JobLedger.Work<ImportJob> {
        private final ImportJob job;
        private final Table table;
        private final Tally tally;

        Filling(ImportJob job, Table table, ItemRules rules) {
            this.job = job;
            this.table = table;
            tally = new Tally(job, table, rules);
        }

        @Override
        public UnaryOperator<ImportJob> run() throws IOException {
            TableLoader.load(database, jobs, table, tally);
            return tally.counts().errors() == 0
                    ? over("", "")
                    : over("ItemValidationError", INVALID_ITEMS);
        }

        /** What came in until then stays, in a table that can be used and deleted. */
        @Override
        public UnaryOperator<ImportJob> fail(String code, String message) {
            return over(code, message);
        }

        /** The counts are kept before the table is released, so that a crash between loses none. */
        private UnaryOperator<ImportJob> over(String code, String message) {
            ImportCounts counts = tally.counts();
            ledger.keep(job.with(job.state().failing(code, message), counts));
            release(table);
            return same -> ended(same, counts, code, message);
        }
    }

    private ImportJob ended(ImportJob job, ImportCounts counts, String code, String message) {
        JobStatus status = code.isEmpty() ? JobStatus.COMPLETED : JobStatus.FAILED;
        return job.with(job.state().ended(status, ledger.now(), code, message), counts);
    }

    /** The table is usable from now on. */
    private void release(Table table) {
        database.tables()
                .update(
                        table.namespace(),
                        table.name(),
                        current -> SETTING.without(Restores.in(Transition.NONE, current)).build());
    }

    /** Reads the files and counts what they hold. */
    private final class Tally implements ItemSource {
        private final ImportJob job;
        private final Table table;
        private final ItemRules rules;
        private long bytes;
        private long processed;
        private long errors;

        Tally(ImportJob job, Table table, ItemRules rules) {
            this.job = job;
            this.table = table;
            this.rules = rules;
        }

        @Override
        public void forEach(Sink sink) throws IOException {
            Optional<Bucket> bucket = buckets.find(job.request().bucket());
            if (bucket.isPresent()) {
                for (Bucket.Entry file : bucket.get().list(job.request().prefix())) {
                    read(bucket.get(), file, sink);
                    bytes += file.bytes();
                }
            }
        }

        private void read(Bucket bucket, Bucket.Entry file, Sink sink) throws IOException {
            RecordSink<Item> items = new Checked(file.key(), sink);
            try (InputStream raw = bucket.read(file.key());
                    InputStream in = job.request().compression().open(raw)) {
                job.request().format().read(in, keyTypes(table), job.request().csv(), items);
            } catch (IOException | RuntimeException e) {
                jobs.requireOpen();
                if (e instanceof StoreException failed) {
                    throw failed;
                }
                items.refuse("The file cannot be read: " + e.getMessage());
            }
        }

        private static Map<String, AttributeType> keyTypes(Table table) {
            return table.description().attributeDefinitions().stream()
                    .collect(Collectors.toMap(KeyAttribute::name, KeyAttribute::type));
        }

        ImportCounts counts() {
            return new ImportCounts(bytes, processed, processed - errors, errors);
        }

        /** Lets through what may be an item of the table. */
        private final class Checked implements RecordSink<Item> {
            private final String key;
            private final Sink sink;

            Checked(String key, Sink sink) {
                this.key = key;
                this.sink = sink;
            }

            @Override
            public void add(Item item) throws IOException {
                try {
                    rules.check(item, table);
                } catch (ApiException e) {
                    refuse(e.getMessage());
                    return;
                }
                sink.add(item);
                processed++;
            }

            @Override
            public void refuse(String why) {
                processed++;
                errors++;
                if (errors <= REFUSALS_LOGGED_MAX) {
                    LOG.log(
                            Level.WARNING,
                            "Import "
                                    + job.arn()
                                    + ", "
                                    + key
                                    + ", record "
                                    + processed
                                    + ": "
                                    + why);
                }
            }
        }
    }
}
