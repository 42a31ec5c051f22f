package stator.operation.job;

import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import stator.bucket.NoSuchBucketException;
import stator.database.Database;
import stator.database.table.Namespace;
import stator.database.table.Table;
import stator.model.ApiException;
import stator.model.Item;

/**
 * The jobs of one kind, from their start to long after their end: begun, changed on the way, ended
 * or failed, and kept in the database all the while. A stop of the server ends no job: what was
 * under way is {@linkplain #unfinished() found} at the next start. Thread-safe.
 *
 * @param <J> what is known of a job of this kind
 */
public final class JobLedger<J extends KeptJob> {
    private final Database database;
    private final Jobs jobs;
    private final Clock clock;
    private final RandomGenerator random;
    private final Kind<J> kind;

    /** Those under way; each is changed and kept under its key's lock. */
    private final ConcurrentMap<String, J> running = new ConcurrentHashMap<>();

    /**
     * A kind of job.
     *
     * @param recordKind under which it is kept
     * @param words what it is called in the log: {@code The export}
     * @param reader makes a job of its record
     */
    public record Kind<J>(String recordKind, String words, Function<Item, J> reader) {}

    /** What a job does. */
    public interface Work<J> {
        /**
         * Does it.
         *
         * @return how the newest form of the job changes now that it is over
         * @throws JobFailure if it cannot be done, and AWS has a code for it
         */
        UnaryOperator<J> run() throws IOException, JobFailure;

        /**
         * Leaves the table so that it can be used, now that the job has failed.
         *
         * @return how the newest form of the job changes
         */
        UnaryOperator<J> fail(String code, String message);
    }

    /** A ledger of a kind of job, in the database's records. */
    public JobLedger(
            Database database, Jobs jobs, Clock clock, RandomGenerator random, Kind<J> kind) {
        this.database = database;
        this.jobs = jobs;
        this.clock = clock;
        this.random = random;
        this.kind = kind;
    }

    /** The state of a job that begins now. */
    public JobState begin(Table table) {
        return begin(table.namespace(), table.name(), table.description().id());
    }

    /**
     * The state of a job that begins now.
     *
     * @param tableId empty if there is no such table
     */
    public JobState begin(Namespace namespace, String tableName, String tableId) {
        long now = clock.millis();
        return new JobState(
                namespace,
                "%014d-%s".formatted(now, HexFormat.of().toHexDigits(random.nextInt())),
                tableName,
                namespace.tableArn(tableName),
                tableId,
                JobStatus.IN_PROGRESS,
                now,
                0,
                "",
                "");
    }

    /** The time for a job's end. */
    public long now() {
        return clock.millis();
    }

    /** All jobs of a namespace, newest first. */
    public List<J> list(Namespace namespace) {
        return database.documents().list(kind.recordKind, namespace).stream()
                .map(entry -> newest(entry.id(), entry.document()))
                .sorted(Comparator.comparing((J job) -> job.id()).reversed())
                .toList();
    }

    /** The job of that id. */
    public Optional<J> find(Namespace namespace, String id) {
        return database.documents()
                .find(kind.recordKind, namespace, id)
                .map(document -> newest(id, document));
    }

    private J newest(String id, Item document) {
        J job = running.get(id);
        return job != null ? job : kind.reader.apply(document);
    }

    /** What a stop or crash cut off. */
    public List<J> unfinished() {
        return database.documents().all(kind.recordKind).stream()
                .map(kind.reader)
                .filter(job -> !job.status().isOver())
                .toList();
    }

    /** Those under way. */
    public List<J> running() {
        return List.copyOf(running.values());
    }

    /** The newest form of a job that is under way. */
    public J running(String id) {
        J job = running.get(id);
        assert job != null : "Asked by the job itself";
        return job;
    }

    /** Keeps a job as it is now. */
    public J keep(J job) {
        database.documents().put(kind.recordKind, job.namespace(), job.id(), job.document());
        return job;
    }

    /**
     * Changes and keeps a job that is under way.
     *
     * @return the job as it is then; empty if it is over
     */
    public Optional<J> change(String id, UnaryOperator<J> change) {
        return Optional.ofNullable(
                running.computeIfPresent(id, (same, job) -> keep(change.apply(job))));
    }

    /** Lets a job begin, which has been kept, as soon as there is a thread for it. */
    public void start(J job, Work<J> work) {
        running.put(job.id(), job);
        jobs.start(kind.words + " " + job.arn(), () -> run(job.id(), work));
    }

    private void run(String id, Work<J> work) throws IOException {
        try {
            end(id, work.run());
        } catch (JobFailure e) {
            fail(id, work, e.code(), e.getMessage());
        } catch (ApiException e) {
            fail(id, work, "TableNotFound", FailureWords.ofJob(e));
        } catch (NoSuchBucketException e) {
            fail(id, work, "S3NoSuchBucket", FailureWords.ofJob(e));
        } catch (IOException e) {
            fail(id, work, "S3AccessDenied", FailureWords.ofJob(e));
            throw e;
        } catch (RuntimeException e) {
            fail(id, work, "InternalServerError", FailureWords.ofJob(e));
            throw e;
        } finally {
            running.remove(id);
        }
    }

    /** A stop of the server is no failure: the job goes on, or begins anew, at the next start. */
    private void fail(String id, Work<J> work, String code, String message) throws IOException {
        jobs.requireOpen();
        end(id, work.fail(code, message));
    }

    /** Makes the last change of a job: nobody can change it any more. */
    private void end(String id, UnaryOperator<J> change) {
        running.computeIfPresent(
                id,
                (same, job) -> {
                    J ended = keep(change.apply(job));
                    assert ended.status().isOver();
                    return null;
                });
    }
}
