package stator.operation.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.database.Database;
import stator.database.item.TableSnapshot;
import stator.database.table.Namespace;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.Table;
import stator.model.Item;
import stator.operation.job.ItemSource;
import stator.operation.job.JobLedger;
import stator.operation.job.Jobs;
import stator.protocol.ResponseWriter;

/**
 * Exports: a table as it stood at a time, or what changed in it between two, as files of a bucket
 * in AWS's layout. An export that was cut off is made anew at the next start: its time has not
 * changed, and the table's journal knows what was there.
 */
public final class Exports {
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Database database;
    private final Buckets buckets;
    private final Jobs jobs;
    private final JobLedger<ExportJob> ledger;

    Exports(Database database, Buckets buckets, Jobs jobs, Clock clock, RandomGenerator random) {
        this.database = database;
        this.buckets = buckets;
        this.jobs = jobs;
        ledger =
                new JobLedger<>(
                        database,
                        jobs,
                        clock,
                        random,
                        new JobLedger.Kind<>("Export", "The export", ExportJob::of));
    }

    /** Makes anew what a stop or crash cut off. */
    void resume() {
        ledger.unfinished().forEach(this::resume);
    }

    private void resume(ExportJob job) {
        Optional<TableSnapshot> snapshot =
                database.tables().all().stream()
                        .filter(table -> table.description().id().equals(job.tableId()))
                        .filter(table -> PointInTimeRecovery.of(table.description()).isPresent())
                        .findFirst()
                        .flatMap(database.items()::snapshot);
        if (snapshot.isPresent()) {
            ledger.start(job, new Writing(job, snapshot.get()));
        } else {
            ledger.keep(job.failed(ledger.now(), "TableNotFound", "The table's history is gone"));
        }
    }

    /** All exports of a namespace, newest first. */
    public List<ExportJob> list(Namespace namespace) {
        return ledger.list(namespace);
    }

    /** The export of that id. */
    public Optional<ExportJob> find(Namespace namespace, String id) {
        return ledger.find(namespace, id);
    }

    /**
     * Begins an export.
     *
     * @param table which keeps a journal
     * @param snapshot of the table; closed in the end
     * @param request which has been checked
     * @param fromMillis from when on changes are exported; {@link ExportJob#FULL} for the whole
     * @param toMillis within what the table's journal knows
     */
    public ExportJob start(
            Table table,
            TableSnapshot snapshot,
            ExportRequest request,
            String token,
            long fromMillis,
            long toMillis) {
        ExportJob job =
                new ExportJob(
                        ledger.begin(table),
                        token,
                        request.members().json(),
                        fromMillis,
                        toMillis,
                        0,
                        0,
                        "");
        ledger.keep(job);
        ledger.start(job, new Writing(job, snapshot));
        return job;
    }

    /** The work of an export. */
    private final class Writing implements JobLedger.Work<ExportJob> {
        private final ExportJob job;
        private final TableSnapshot snapshot;

        Writing(ExportJob job, TableSnapshot snapshot) {
            this.job = job;
            this.snapshot = snapshot;
        }

        @Override
        public UnaryOperator<ExportJob> run() throws IOException {
            try (snapshot) {
                ExportJob completed = write(job, snapshot);
                return same -> completed;
            }
        }

        @Override
        public UnaryOperator<ExportJob> fail(String code, String message) {
            return same -> same.failed(ledger.now(), code, message);
        }
    }

    private ExportJob write(ExportJob job, TableSnapshot snapshot) throws IOException {
        ExportRequest request = ExportRequest.of(job);
        Bucket bucket = buckets.make(request.bucket());
        String root = request.prefix() + "AWSDynamoDB/";
        String base = root + job.id() + "/";
        ExportFiles.put(bucket, base + "_started", new byte[0]);
        String data = job.isIncremental() ? root + "data/" : base + "data/";
        String extension = ExportRecords.extension(request.format());
        try (ExportFiles files = new ExportFiles(bucket, data, job.id(), extension)) {
            ExportRecords records = new ExportRecords(request.format(), files);
            long bytes = new Walk(job, request, snapshot, records).run();
            ExportFiles.putWithChecksum(bucket, base + "manifest-files", files.finish());
            ExportJob completed =
                    job.completed(
                            ledger.now(), files.records(), bytes, base + "manifest-summary.json");
            ExportFiles.putWithChecksum(
                    bucket, base + "manifest-summary", summary(completed, request, base));
            return completed;
        }
    }

    private static String summary(ExportJob job, ExportRequest request, String base) {
        ResponseWriter json = new ResponseWriter(1 << 10);
        json.startObject();
        json.member("version", job.isIncremental() ? "2023-08-01" : "2020-06-30");
        json.member("exportArn", job.arn());
        json.member("startTime", time(job.startMillis()));
        json.member("endTime", time(job.endMillis()));
        json.member("tableArn", job.tableArn());
        json.member("tableId", job.tableId());
        if (job.isIncremental()) {
            json.member("exportFromTime", time(job.fromMillis()));
            json.member("exportToTime", time(job.toMillis()));
        } else {
            json.member("exportTime", time(job.toMillis()));
        }
        json.member("s3Bucket", request.bucket());
        text(json, "s3Prefix", request.members().findString("S3Prefix"));
        json.member("s3SseAlgorithm", request.members().string("S3SseAlgorithm", "AES256"));
        text(json, "s3SseKmsKeyId", request.members().findString("S3SseKmsKeyId"));
        json.member("manifestFilesS3Key", base + "manifest-files.json");
        json.member("billedSizeBytes", job.bytes());
        json.member("itemCount", job.items());
        json.member("outputFormat", request.format().name());
        if (job.isIncremental()) {
            json.member(
                    "outputView", request.showsOldImages() ? "NEW_AND_OLD_IMAGES" : "NEW_IMAGE");
        }
        json.member("exportType", job.isIncremental() ? "INCREMENTAL_EXPORT" : "FULL_EXPORT");
        json.endObject();
        return json.toString();
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    private static void text(ResponseWriter json, String member, Optional<String> value) {
        json.field(member);
        if (value.isPresent()) {
            json.string(value.get());
        } else {
            json.json("null");
        }
    }

    /** One walk through a table. */
    private final class Walk {
        private final ExportJob job;
        private final TableSnapshot snapshot;
        private final ExportRecords records;
        private final ExportRequest.Filter filter;
        private final boolean showsOldImages;
        private long bytes;

        Walk(ExportJob job, ExportRequest request, TableSnapshot snapshot, ExportRecords records) {
            this.job = job;
            this.snapshot = snapshot;
            this.records = records;
            filter = request.filter(snapshot.description());
            showsOldImages = request.showsOldImages();
        }

        /** Writes all records; returns how large the items are that were looked at. */
        long run() throws IOException {
            if (job.isIncremental()) {
                changes();
            } else {
                ItemSource.at(snapshot, job.toMillis()).forEach(this::item);
            }
            return bytes;
        }

        private void item(Item item) throws IOException {
            jobs.requireOpen();
            bytes += item.sizeBytes();
            if (filter.accepts().test(item)) {
                records.item(filter.shown().apply(item));
            }
        }

        private void changes() throws IOException {
            try {
                snapshot.forEachChange(
                        job.fromMillis(),
                        job.toMillis(),
                        (key, before, after, millis) -> {
                            try {
                                change(key, before, after, millis);
                                return true;
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        /**
         * The filter looks at the newest form of the item, of a deleted one at the last. An item
         * that came and went within the period leaves no record.
         */
        private void change(Item key, Optional<Item> before, Optional<Item> after, long millis)
                throws IOException {
            jobs.requireOpen();
            Optional<Item> newest = after.or(() -> before);
            bytes += newest.map(Item::sizeBytes).orElse(0);
            if (newest.filter(filter.accepts()).isPresent()) {
                Optional<Item> old = showsOldImages ? before : Optional.empty();
                records.change(key, old.map(filter.shown()), after.map(filter.shown()), millis);
            }
        }
    }
}
