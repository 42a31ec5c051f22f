package stator.operation.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.database.Database;
import stator.database.item.TableSnapshot;
import stator.database.table.Namespace;
import stator.database.table.PointInTimeRecovery;
import stator.database.table.Table;
import stator.model.Item;
import stator.operation.job.FailureWords;
import stator.operation.job.ItemSource;
import stator.operation.job.Jobs;
import stator.operation.protocol.ResponseWriter;

/**
 * Exports: a table as it stood at a time, or what changed in it between two, as files of a bucket
 * in AWS's layout. An export that was cut off is made anew at the next start: its time has not
 * changed, and the table's journal knows what was there.
 */
public final class Exports {
    private static final String KIND = "Export";
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final Database database;
    private final Buckets buckets;
    private final Jobs jobs;
    private final Clock clock;
    private final RandomGenerator random;

    Exports(Database database, Buckets buckets, Jobs jobs, Clock clock, RandomGenerator random) {
        this.database = database;
        this.buckets = buckets;
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
    }

    /** Makes anew what a stop or crash cut off. */
    void resume() {
        for (Item document : database.records().all(KIND)) {
            ExportJob job = ExportJob.of(document);
            if (job.status() == ExportJob.Status.IN_PROGRESS) {
                resume(job);
            }
        }
    }

    private void resume(ExportJob job) {
        Optional<TableSnapshot> snapshot =
                database.tables().all().stream()
                        .filter(table -> table.description().id().equals(job.tableId()))
                        .filter(table -> PointInTimeRecovery.of(table.description()).isPresent())
                        .findFirst()
                        .flatMap(database.items()::snapshot);
        if (snapshot.isPresent()) {
            run(job, snapshot.get());
        } else {
            keep(job.failed(clock.millis(), "TableNotFound", "The table's history is gone"));
        }
    }

    /** All exports of a namespace, newest first. */
    public List<ExportJob> list(Namespace namespace) {
        return database.records().list(KIND, namespace).stream()
                .map(entry -> ExportJob.of(entry.document()))
                .sorted(Comparator.comparing(ExportJob::id).reversed())
                .toList();
    }

    /** The export of that id. */
    public Optional<ExportJob> find(Namespace namespace, String id) {
        return database.records().find(KIND, namespace, id).map(ExportJob::of);
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
        long now = clock.millis();
        ExportJob job =
                new ExportJob(
                        table.namespace(),
                        "%014d-%s".formatted(now, HexFormat.of().toHexDigits(random.nextInt())),
                        table.name(),
                        table.description().arn(),
                        table.description().id(),
                        token,
                        request.members().json(),
                        fromMillis,
                        toMillis,
                        ExportJob.Status.IN_PROGRESS,
                        now,
                        0,
                        0,
                        0,
                        "",
                        "",
                        "");
        keep(job);
        run(job, snapshot);
        return job;
    }

    private void keep(ExportJob job) {
        database.records().put(KIND, job.namespace(), job.id(), job.document());
    }

    private void run(ExportJob job, TableSnapshot snapshot) {
        jobs.start(
                "The export " + job.arn(),
                () -> {
                    try (snapshot) {
                        keep(write(job, snapshot));
                    } catch (IOException e) {
                        fail(job, Jobs.failureCode(e), e);
                        throw e;
                    } catch (RuntimeException e) {
                        fail(job, "InternalServerError", e);
                        throw e;
                    }
                });
    }

    /** A stop of the server is no failure: the export is made anew at the next start. */
    private void fail(ExportJob job, String code, Exception cause) throws IOException {
        jobs.requireOpen();
        keep(job.failed(clock.millis(), code, FailureWords.ofJob(cause)));
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
                            clock.millis(), files.records(), bytes, base + "manifest-summary.json");
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
