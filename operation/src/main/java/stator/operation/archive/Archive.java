package stator.operation.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import stator.database.Database;

/** What is kept of tables outside of the database, and the jobs that carry it out and in. */
public final class Archive implements AutoCloseable {
    private final Jobs jobs = new Jobs();
    private final Backups backups;
    private final Restores restores;

    private Archive(Database database, Bucket backups, Clock clock, RandomGenerator random) {
        this.backups = new Backups(backups, jobs, clock, random);
        restores = new Restores(database, this.backups, jobs);
    }

    /**
     * Opens the archive of a database, and goes on with what a stop or crash cut off. It is closed
     * before the database.
     *
     * @param backups where backups are kept
     */
    public static Archive open(
            Database database, Bucket backups, Clock clock, RandomGenerator random) {
        Archive archive = new Archive(database, backups, clock, random);
        try {
            archive.backups.open();
        } catch (IOException e) {
            throw new UncheckedIOException("The backups cannot be read", e);
        }
        archive.restores.open();
        return archive;
    }

    /** The archive of a database in memory: it keeps nothing either. */
    public static Archive inMemory(Database database, Clock clock, RandomGenerator random) {
        return open(database, new MemoryBucket(), clock, random);
    }

    /** The backups there are. */
    public Backups backups() {
        return backups;
    }

    /** The tables that are being restored. */
    public Restores restores() {
        return restores;
    }

    /** Waits until all jobs are done, but not for ever. */
    public void awaitJobs(Duration patience) {
        jobs.awaitAll(patience);
    }

    /** Ends the jobs; those that can go on do so at the next opening. */
    @Override
    public void close() {
        jobs.close();
    }
}
