package stator.operation.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.Buckets;
import stator.bucket.MemoryBucket;
import stator.bucket.MemoryBuckets;
import stator.database.Database;
import stator.operation.job.ItemRules;
import stator.operation.job.Jobs;

/** What is kept of tables outside of the database, and the jobs that carry it out and in. */
public final class Archive implements AutoCloseable {
    private final Jobs jobs = new Jobs();

    /** Bulk operations, which may take hours because they are told to write slowly. */
    private final Jobs bulkJobs = new Jobs();

    private final Backups backups;
    private final Restores restores;
    private final Imports imports;
    private final Exports exports;
    private final BulkOperations bulkOperations;

    private Archive(
            Database database,
            Bucket backups,
            Buckets buckets,
            Clock clock,
            RandomGenerator random) {
        this.backups = new Backups(backups, jobs, clock, database.trustedClock(), random);
        restores = new Restores(database, this.backups, jobs);
        imports = new Imports(database, buckets, jobs, clock, random);
        exports = new Exports(database, buckets, jobs, clock, random);
        bulkOperations = new BulkOperations(database, buckets, bulkJobs, clock, random);
    }

    /**
     * Opens the archive of a database. It is closed before the database.
     *
     * @param backups where backups are kept
     * @param buckets where exports go to and imports come from
     */
    public static Archive open(
            Database database,
            Bucket backups,
            Buckets buckets,
            Clock clock,
            RandomGenerator random) {
        Archive archive = new Archive(database, backups, buckets, clock, random);
        try {
            archive.backups.open();
        } catch (IOException e) {
            throw new UncheckedIOException("The backups cannot be read", e);
        }
        return archive;
    }

    /** Goes on with the jobs that a stop or crash cut off. */
    public void resume(ItemRules rules) {
        restores.open();
        imports.resume(rules);
        exports.resume();
        bulkOperations.resume(rules);
    }

    /** The archive of a database in memory: it keeps nothing either. */
    public static Archive inMemory(Database database, Clock clock, RandomGenerator random) {
        return open(database, new MemoryBucket(), new MemoryBuckets(), clock, random);
    }

    /** The backups there are. */
    public Backups backups() {
        return backups;
    }

    /** The tables that are being restored. */
    public Restores restores() {
        return restores;
    }

    /** The imports there were. */
    public Imports imports() {
        return imports;
    }

    /** The exports there were. */
    public Exports exports() {
        return exports;
    }

    /** The bulk operations there were. */
    public BulkOperations bulkOperations() {
        return bulkOperations;
    }

    /** Waits until all jobs are done, but not for ever. */
    public void awaitJobs(Duration patience) {
        jobs.awaitAll(patience);
        bulkJobs.awaitAll(patience);
    }

    /** Ends the jobs; those that can go on do so at the next opening. */
    @Override
    public void close() {
        bulkJobs.close();
        jobs.close();
    }
}
