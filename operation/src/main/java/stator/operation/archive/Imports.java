package stator.operation.archive;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.bucket.NoSuchBucketException;
import stator.database.Database;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.database.table.TableDescription;
import stator.database.table.TableStatus;
import stator.database.table.Transition;
import stator.model.ApiException;
import stator.model.AttributeType;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.model.KeySchema.KeyAttribute;
import stator.operation.format.RecordSink;
import stator.operation.job.FailureWords;
import stator.operation.job.ItemRules;
import stator.operation.job.ItemSource;
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
    private static final String KIND = "Import";

    /** The setting of a table that is being filled: the id of its import. */
    private static final String SETTING = "Import";

    private static final String INVALID_ITEMS =
            "Some of the items failed validation checks and were not imported. Please check the"
                    + " server's log for more details.";

    /** How many records of one import are named in the log. */
    private static final int REFUSALS_LOGGED_MAX = 20;

    private final Database database;
    private final Buckets buckets;
    private final Jobs jobs;
    private final Clock clock;
    private final RandomGenerator random;

    /** What is under way, newer than the records. */
    private final ConcurrentMap<String, ImportJob> running = new ConcurrentHashMap<>();

    Imports(Database database, Buckets buckets, Jobs jobs, Clock clock, RandomGenerator random) {
        this.database = database;
        this.buckets = buckets;
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Goes on with what a stop or crash cut off. An import whose table is no longer marked as its
     * own was over, and its record has the counts.
     */
    void resume(ItemRules rules) {
        for (Item document : database.records().all(KIND)) {
            ImportJob job = ImportJob.of(document);
            if (job.status() == ImportJob.Status.IN_PROGRESS) {
                resume(job, rules);
            }
        }
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
            start(job, table.get(), rules);
        } else {
            end(job, job.counts(), job.failureCode(), job.failureMessage());
        }
    }

    /** The id of the import that fills a table. */
    private static Optional<String> importOf(Table table) {
        return table.description().settings().find(SETTING).map(AttributeValue::text);
    }

    /** All imports of a namespace, newest first. */
    public List<ImportJob> list(Namespace namespace) {
        return database.records().list(KIND, namespace).stream()
                .map(entry -> running.getOrDefault(entry.id(), ImportJob.of(entry.document())))
                .sorted(Comparator.comparing(ImportJob::id).reversed())
                .toList();
    }

    /** The import of that id. */
    public Optional<ImportJob> find(Namespace namespace, String id) {
        Optional<Item> kept = database.records().find(KIND, namespace, id);
        return kept.map(document -> running.getOrDefault(id, ImportJob.of(document)));
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
        long now = clock.millis();
        String id = "%014d-%s".formatted(now, HexFormat.of().toHexDigits(random.nextInt()));
        if (!exists(request.bucket())) {
            ImportJob job = job(namespace, id, request, target.name(), "", now);
            return Optional.of(
                    end(
                            job,
                            ImportCounts.NONE,
                            "S3NoSuchBucket",
                            new NoSuchBucketException().getMessage()));
        }
        Transition creating = new Transition(TableStatus.CREATING, Long.MAX_VALUE);
        TableDescription marked =
                Restores.in(creating, target).setting(SETTING, AttributeValue.string(id)).build();
        Optional<Table> table = database.tables().create(namespace, marked);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        ImportJob job =
                job(namespace, id, request, target.name(), table.get().description().id(), now);
        keep(job);
        start(job, table.get(), rules);
        return Optional.of(job);
    }

    private boolean exists(String bucket) {
        try {
            return buckets.find(bucket).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    private static ImportJob job(
            Namespace namespace,
            String id,
            ImportJob.Request request,
            String tableName,
            String tableId,
            long now) {
        return new ImportJob(
                namespace,
                id,
                tableName,
                namespace.tableArn(tableName),
                tableId,
                request,
                ImportJob.Status.IN_PROGRESS,
                now,
                0,
                ImportCounts.NONE,
                "",
                "");
    }

    private void keep(ImportJob job) {
        database.records().put(KIND, job.namespace(), job.id(), job.document());
    }

    private void start(ImportJob job, Table table, ItemRules rules) {
        running.put(job.id(), job);
        jobs.start("The import " + job.arn(), () -> run(job, table, rules));
    }

    private void run(ImportJob job, Table table, ItemRules rules) throws IOException {
        Tally tally = new Tally(job, table, rules);
        try {
            TableLoader.load(database, jobs, table, tally);
            ImportCounts counts = tally.counts();
            String code = counts.errors() == 0 ? "" : "ItemValidationError";
            String message = counts.errors() == 0 ? "" : INVALID_ITEMS;
            keep(job.ended(ImportJob.Status.IN_PROGRESS, 0, counts, code, message));
            release(table);
            end(job, counts, code, message);
        } catch (IOException e) {
            fail(job, table, tally, Jobs.failureCode(e), e);
            throw e;
        } catch (RuntimeException e) {
            fail(job, table, tally, "InternalServerError", e);
            throw e;
        } finally {
            running.remove(job.id());
        }
    }

    /**
     * What came in until then stays, in a table that can be used and deleted. A stop of the server
     * is no failure: the import is made anew at the next start.
     */
    private void fail(ImportJob job, Table table, Tally tally, String code, Exception cause)
            throws IOException {
        jobs.requireOpen();
        String message = FailureWords.ofJob(cause);
        keep(job.ended(ImportJob.Status.IN_PROGRESS, 0, tally.counts(), code, message));
        release(table);
        end(job, tally.counts(), code, message);
    }

    private ImportJob end(ImportJob job, ImportCounts counts, String code, String message) {
        ImportJob ended =
                job.ended(
                        code.isEmpty() ? ImportJob.Status.COMPLETED : ImportJob.Status.FAILED,
                        clock.millis(),
                        counts,
                        code,
                        message);
        keep(ended);
        return ended;
    }

    /** The table is usable from now on. */
    private void release(Table table) {
        database.tables()
                .update(
                        table.namespace(),
                        table.name(),
                        current ->
                                Restores.in(Transition.NONE, current)
                                        .withoutSetting(SETTING)
                                        .build());
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
