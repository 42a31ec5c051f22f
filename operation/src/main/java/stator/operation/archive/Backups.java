package stator.operation.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import stator.bucket.Bucket;
import stator.bucket.NoRoomException;
import stator.database.item.TableSnapshot;
import stator.database.table.Namespace;
import stator.model.ApiException;
import stator.model.ErrorCode;
import stator.operation.job.ItemSource;
import stator.operation.job.Jobs;
import stator.storage.StoreException;

/**
 * The backups there are: one file each in a bucket, which says everything about itself, so that
 * backups outlive their tables and can be carried to another server. What is kept in memory is read
 * from the files when the server starts.
 */
public final class Backups {
    private static final System.Logger LOG = System.getLogger("stator.operation.archive");
    private static final Duration SYSTEM_BACKUP_LIFE = Duration.ofDays(35);

    /** What the ids of the service's own backups end with. */
    private static final String SYSTEM_SUFFIX = "00000000";

    /** How long a request waits for its backup; AWS's are complete after 50 ms. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What clients are told when a file cannot be written; the log says more. */
    private static final String NOT_WRITTEN =
            "The backup could not be written. The log of the server says why.";

    private final Bucket bucket;
    private final Jobs jobs;
    private final Clock clock;

    /** Does not leap forward: by it backups expire. */
    private final Clock trusted;

    private final RandomGenerator random;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** A backup, and what is under way with it. */
    public record Entry(Backup backup, Work work) {
        /** Whether it is complete. */
        public boolean isAvailable() {
            return work != Work.WRITING;
        }
    }

    /** What is under way with a backup. */
    public enum Work {
        /** Nothing. */
        NONE,
        /** It is being written. */
        WRITING,
        /** A table is being restored from it. */
        RESTORING
    }

    Backups(Bucket bucket, Jobs jobs, Clock clock, Clock trusted, RandomGenerator random) {
        this.bucket = bucket;
        this.jobs = jobs;
        this.clock = clock;
        this.trusted = trusted;
        this.random = random;
    }

    /** Reads what there is. A damaged file is left alone, and named in the log. */
    void open() throws IOException {
        for (Bucket.Entry file : bucket.list("")) {
            if (BackupFile.isKey(file.key())) {
                read(file);
            }
        }
    }

    private void read(Bucket.Entry file) {
        try {
            Backup backup = BackupFile.of(bucket, file).describe();
            entries.put(backup.id(), new Entry(backup, Work.NONE));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "A backup is left out: " + e.getMessage());
        }
    }

    /**
     * Begins a backup of a table as it stands in a snapshot, which is closed in the end, and waits
     * a while for it to be complete.
     *
     * @return the backup, which is listed from now on
     * @throws StoreException.Unavailable if it could not be written
     */
    public Backup create(Namespace namespace, String name, TableSnapshot snapshot) {
        String suffix = HexFormat.of().toHexDigits(random.nextInt());
        Backup backup = list(namespace, name, Backup.Type.USER, suffix, snapshot);
        AtomicReference<Exception> failure = new AtomicReference<>();
        begin(backup, snapshot, failure);
        Exception why = failure.get();
        if (why != null) {
            throw new StoreException.Unavailable(
                    "The backup " + backup.arn() + " could not be written: " + why.getMessage(),
                    why instanceof NoRoomException ? why.getMessage() : NOT_WRITTEN,
                    why);
        }
        return backup;
    }

    /** Begins the backup that the service makes of a table that is deleted. */
    public Backup createOfDeleted(Namespace namespace, TableSnapshot snapshot) {
        String name = snapshot.description().name() + "$DeletedTableBackup";
        Backup backup = list(namespace, name, Backup.Type.SYSTEM, SYSTEM_SUFFIX, snapshot);
        begin(backup, snapshot, new AtomicReference<>());
        return backup;
    }

    /** Two tables may be deleted in one millisecond: then one backup has the next one's id. */
    private Backup list(
            Namespace namespace,
            String name,
            Backup.Type type,
            String suffix,
            TableSnapshot snapshot) {
        long now = clock.millis();
        long expiry =
                type == Backup.Type.SYSTEM ? now + SYSTEM_BACKUP_LIFE.toMillis() : Backup.NEVER;
        for (long millis = now; ; millis++) {
            String id = "%014d-%s".formatted(millis, suffix);
            Backup backup =
                    new Backup(
                            namespace, id, name, type, now, expiry, snapshot.description(), 0, 0);
            if (entries.putIfAbsent(id, new Entry(backup, Work.WRITING)) == null) {
                return backup;
            }
        }
    }

    private void begin(Backup backup, TableSnapshot snapshot, AtomicReference<Exception> failure) {
        String job = "The backup " + backup.arn();
        jobs.start(
                job,
                () -> {
                    try {
                        write(backup, snapshot);
                    } catch (IOException | RuntimeException e) {
                        failure.set(e);
                        throw e;
                    }
                });
        jobs.await(job, PATIENCE);
    }

    private void write(Backup backup, TableSnapshot snapshot) throws IOException {
        try (snapshot) {
            Backup complete =
                    BackupFile.write(
                            bucket,
                            backup,
                            sink ->
                                    ItemSource.of(snapshot)
                                            .forEach(item -> {
                                                jobs.requireOpen();
                                                sink.add(item);
                                            }));
            entries.put(backup.id(), new Entry(complete, Work.NONE));
        } catch (IOException | RuntimeException e) {
            entries.remove(backup.id());
            throw e;
        }
    }

    /** The backup of that id. */
    public Optional<Entry> find(Namespace namespace, String id) {
        forgetExpired();
        return Optional.ofNullable(entries.get(id))
                .filter(entry -> entry.backup().namespace().equals(namespace));
    }

    /** All backups of a namespace, oldest first. */
    public List<Entry> list(Namespace namespace) {
        forgetExpired();
        return entries.values().stream()
                .filter(entry -> entry.backup().namespace().equals(namespace))
                .sorted(Comparator.comparing(entry -> entry.backup().id()))
                .toList();
    }

    /**
     * Deletes a backup. Nobody can begin to work on it any more before its file goes.
     *
     * @return false if somebody works on it, or it is gone already
     */
    public boolean delete(Backup backup) {
        Entry free = entries.get(backup.id());
        if (free == null || free.work() != Work.NONE || !entries.remove(backup.id(), free)) {
            return false;
        }
        try {
            bucket.delete(BackupFile.key(backup.id()));
            return true;
        } catch (IOException e) {
            entries.put(backup.id(), free);
            throw new UncheckedIOException(e);
        }
    }

    private void forgetExpired() {
        long now = trusted.millis();
        for (Entry entry : entries.values()) {
            Backup backup = entry.backup();
            if (backup.expires() && backup.expiryMillis() <= now && entry.work() == Work.NONE) {
                delete(backup);
            }
        }
    }

    /**
     * Makes sure that a backup, which is reserved, is whole: so no restore begins that cannot end.
     *
     * @throws ApiException if it is damaged; the log says where
     */
    void requireWhole(Backup backup) {
        try {
            file(backup).verify();
        } catch (IOException e) {
            LOG.log(Level.ERROR, e.getMessage());
            throw ApiException.of(
                    ErrorCode.INTERNAL_SERVER_ERROR,
                    "The backup is damaged and cannot be restored: " + backup.arn());
        }
    }

    /**
     * Reserves a backup for one restore.
     *
     * @return whether it was free
     */
    boolean reserve(String id) {
        Entry free = entries.get(id);
        return free != null
                && free.work() == Work.NONE
                && entries.replace(id, free, new Entry(free.backup(), Work.RESTORING));
    }

    void release(String id) {
        entries.computeIfPresent(id, (key, entry) -> new Entry(entry.backup(), Work.NONE));
    }

    /** The items of a backup. */
    ItemSource items(String id) {
        return sink -> file(id).forEach(sink);
    }

    private BackupFile file(Backup backup) throws IOException {
        return file(backup.id());
    }

    private BackupFile file(String id) throws IOException {
        List<Bucket.Entry> found = bucket.list(BackupFile.key(id));
        if (found.isEmpty()) {
            throw new IOException("The file of the backup is gone: " + BackupFile.key(id));
        }
        return BackupFile.of(bucket, found.getFirst());
    }
}
