package stator.operation.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.bucket.NoSuchBucketException;
import stator.database.Database;
import stator.database.item.IndexChange;
import stator.database.item.TargetedWrite;
import stator.database.item.WriteDecision;
import stator.database.item.WriteOutcome;
import stator.database.item.WriteResult;
import stator.database.table.Table;
import stator.expression.error.InvalidExpressionException;
import stator.model.ApiException;
import stator.model.AttributeValue;
import stator.model.Item;
import stator.operation.format.PutRecord;
import stator.operation.format.RecordSink;
import stator.operation.job.FailureWords;
import stator.operation.job.ItemRules;
import stator.operation.job.JobFailure;
import stator.operation.job.Jobs;
import stator.storage.StoreException;

/**
 * One run of a bulk operation, from its checkpoint to its end.
 *
 * <p>Records are written in batches; after each there is a checkpoint: the file, how many of its
 * records are done, and what the report holds. So a crash repeats one batch at most. In the
 * repetition an item whose condition fails because the very same item is there counts as written:
 * it was written before the crash.
 */
final class BulkRun {
    private static final int FILES_MAX = 50_000;
    private static final long FILE_BYTES_MAX = 5L << 30;
    private static final int BATCH_ITEMS = 500;
    private static final int BATCH_BYTES = 1 << 20;
    private static final int UNIT_BYTES = 1 << 10;
    private static final long RETRY_MILLIS = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    /** Where the run tells how far it is, and is told to stop. */
    interface Ledger {
        boolean isCancelled();

        /** Keeps a checkpoint; returns the operation as it is then. */
        BulkJob reached(BulkProgress progress, Item checkpoint);
    }

    /** The reading of a file ends: the operation is cancelled, or its cause says why. */
    private static final class Stop extends IOException {
        private static final long serialVersionUID = 1L;

        Stop(Exception cause) {
            super(cause);
        }
    }

    private final Database database;
    private final Jobs jobs;
    private final Table table;
    private final ItemRules rules;
    private final Ledger ledger;
    private final BulkRequest request;
    private final Bucket input;
    private final List<Bucket.Entry> files;
    private final BulkReport report;
    private final BulkPosition from;
    private final long startNanos = System.nanoTime();

    private final List<Attempt> batch = new ArrayList<>();
    private int batchBytes;
    private boolean repeats;
    private BulkPosition at;
    private long inputBytes;
    private long processed;
    private long failed;
    private long units;
    private final BulkUsage.Sum usage;

    /** A record on its way into the table, and its number in the file. */
    private record Attempt(PutRecord put, long number) {}

    /**
     * A run of an operation.
     *
     * @throws JobFailure if it cannot begin
     */
    BulkRun(
            Database database,
            Buckets buckets,
            Jobs jobs,
            ItemRules rules,
            Table table,
            BulkJob job,
            Ledger ledger)
            throws JobFailure, IOException {
        this.database = database;
        this.jobs = jobs;
        this.table = table;
        this.rules = rules;
        this.ledger = ledger;
        request = BulkRequest.of(job);
        input = buckets.find(request.inputBucket()).orElseThrow(NoSuchBucketException::new);
        files = input.list(request.inputPrefix());
        requireWithinLimits();
        Item checkpoint = job.checkpoint();
        from = BulkPosition.of(checkpoint);
        at = from;
        repeats = !checkpoint.isEmpty();
        report =
                new BulkReport(
                        buckets.make(request.outputBucket()),
                        request.outputPrefix() + "AWSDynamoDB/" + job.id() + "/",
                        request,
                        checkpoint.find("Report").map(AttributeValue::map).orElse(Item.EMPTY));
        processed = job.progress().processed();
        failed = job.progress().failed();
        usage = new BulkUsage.Sum(job.progress().usage());
    }

    private void requireWithinLimits() throws JobFailure {
        if (files.size() > FILES_MAX) {
            throw new JobFailure(
                    "ValidationError", "There are more than " + FILES_MAX + " input objects");
        }
        for (Bucket.Entry file : files) {
            if (file.bytes() > FILE_BYTES_MAX) {
                throw new JobFailure(
                        "ValidationError", "The input object " + file.key() + " exceeds 5 GB");
            }
        }
    }

    /** Does what is left; ends early if the operation is cancelled. */
    void run() throws IOException {
        try {
            BulkJob reached = flush();
            for (Bucket.Entry file : files) {
                if (file.key().compareTo(from.file()) >= 0) {
                    reached = read(file);
                } else {
                    inputBytes += file.bytes();
                }
            }
            report.finish(reached);
        } catch (Stop e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            report.finish(checkpoint());
        }
    }

    private BulkJob read(Bucket.Entry file) throws IOException {
        long before = inputBytes;
        Records records = new Records(file.key());
        try (InputStream raw = new Counted(input.read(file.key()));
                InputStream in = request.compression().open(raw)) {
            request.format().readPuts(in, records);
        } catch (Stop e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            jobs.requireOpen();
            records.refuse(FailureWords.ofFile(e));
        }
        inputBytes = before + file.bytes();
        return flush();
    }

    /** Counts the bytes that are read of the input. */
    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            inputBytes += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] bytes, int start, int length) throws IOException {
            int count = super.read(bytes, start, length);
            inputBytes += Math.max(count, 0);
            return count;
        }
    }

    /** Takes the records of one file; those that are done already it only counts. */
    private final class Records implements RecordSink<PutRecord> {
        private final String file;
        private long number;

        Records(String file) {
            this.file = file;
        }

        @Override
        public void add(PutRecord put) throws IOException {
            if (from.isAfter(file, ++number)) {
                return;
            }
            at = new BulkPosition(file, number);
            try {
                rules.check(put.item(), table);
            } catch (ApiException e) {
                fail(number, Optional.of(put.item()), e.getMessage());
                return;
            }
            batch.add(new Attempt(put, number));
            batchBytes += put.item().documentBytes();
            if (batch.size() >= BATCH_ITEMS || batchBytes >= BATCH_BYTES) {
                flushOrStop();
            }
        }

        @Override
        public void refuse(String why) throws IOException {
            if (!from.isAfter(file, ++number)) {
                at = new BulkPosition(file, number);
                fail(number, Optional.empty(), why);
            }
        }

        private void fail(long number, Optional<Item> item, String why) throws IOException {
            BulkRun.this.fail(number, item, why);
            if (report.isLarge()) {
                flushOrStop();
            }
        }

        /** What goes wrong with the table is not to be taken for a mistake in the file. */
        private void flushOrStop() throws Stop {
            try {
                flush();
            } catch (Stop e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                throw new Stop(e);
            }
        }
    }

    private void fail(long number, Optional<Item> item, String why) {
        processed++;
        failed++;
        report.error(at.file(), number, item, why);
    }

    /** Writes what is gathered, and keeps a checkpoint. */
    private BulkJob flush() throws IOException {
        if (ledger.isCancelled()) {
            throw new Stop(null);
        }
        List<Attempt> attempts = List.copyOf(batch);
        batch.clear();
        batchBytes = 0;
        while (!attempts.isEmpty()) {
            jobs.requireOpen();
            attempts = write(attempts);
            if (!attempts.isEmpty()) {
                // What the store failed to take it may have taken all the same.
                repeats = true;
                jobs.pause(RETRY_MILLIS);
            }
        }
        repeats &= at.equals(from);
        report.writeLarge();
        BulkJob reached = checkpoint();
        pace();
        return reached;
    }

    private BulkJob checkpoint() throws IOException {
        Map<String, AttributeValue> checkpoint = new LinkedHashMap<>();
        at.write(checkpoint);
        checkpoint.put("Report", AttributeValue.map(report.document()));
        long totalBytes = files.stream().mapToLong(Bucket.Entry::bytes).sum();
        BulkProgress progress =
                new BulkProgress(inputBytes, totalBytes, processed, failed, usage.usage());
        while (true) {
            jobs.requireOpen();
            try {
                return ledger.reached(progress, Item.of(checkpoint));
            } catch (StoreException.Corrupt e) {
                throw e;
            } catch (StoreException e) {
                jobs.pause(RETRY_MILLIS);
            }
        }
    }

    /** Returns what is to be tried again, because the store is full or has trouble. */
    private List<Attempt> write(List<Attempt> attempts) {
        List<TargetedWrite> writes = new ArrayList<>(attempts.size());
        for (Attempt attempt : attempts) {
            PutRecord put = attempt.put();
            writes.add(
                    new TargetedWrite(
                            table,
                            put.item(),
                            current ->
                                    put.condition().test(current.orElse(Item.EMPTY))
                                            ? new WriteDecision.Put(put.item())
                                            : new WriteDecision.Reject()));
        }
        List<WriteResult> results = database.items().writeEach(writes);
        List<Attempt> again = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Attempt attempt = attempts.get(i);
            switch (results.get(i)) {
                case WriteResult.Done done -> settle(attempt, done.outcome());
                case WriteResult.Failed failed -> {
                    if (isTransient(failed.cause())) {
                        again.add(attempt);
                    } else {
                        refuse(attempt, failed.cause());
                    }
                }
            }
        }
        return again;
    }

    private static boolean isTransient(RuntimeException cause) {
        return cause instanceof StoreException && !(cause instanceof StoreException.Corrupt);
    }

    private void settle(Attempt attempt, WriteOutcome outcome) {
        Item item = attempt.put().item();
        switch (outcome) {
            case WriteOutcome.Applied applied -> count(item, applied.indexChanges());
            case WriteOutcome.Rejected rejected -> {
                if (repeats && rejected.before().filter(item::equals).isPresent()) {
                    count(item, List.of());
                } else {
                    processed++;
                    report.conditionFailed(at.file(), attempt.number(), item, rejected.before());
                }
            }
        }
    }

    private void count(Item item, List<IndexChange> changes) {
        processed++;
        units += (item.sizeBytes() + UNIT_BYTES - 1) / UNIT_BYTES;
        usage.add(table.description(), item, changes);
    }

    /** The condition cannot be tested with the item that is there. */
    private void refuse(Attempt attempt, RuntimeException cause) {
        if (!(cause instanceof ApiException) && !(cause instanceof InvalidExpressionException)) {
            throw cause;
        }
        fail(attempt.number(), Optional.of(attempt.put().item()), cause.getMessage());
    }

    /** Waits while more has been written than the operation may write in this time. */
    private void pace() throws IOException {
        long max = request.unitsPerSecondMax();
        if (max == BulkRequest.UNLIMITED) {
            return;
        }
        double dueSeconds = (double) units / max;
        double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
        if (dueSeconds > seconds) {
            jobs.pause((long) ((dueSeconds - seconds) * MILLIS_PER_SECOND));
        }
    }
}
