package stator.server.service;

import java.time.Clock;
import java.util.random.RandomGenerator;
import stator.door.Authorizer;
import stator.door.Service;
import stator.logs.LogsService;
import stator.logs.store.LogStore;
import stator.storage.Store;

/** What is logged in this server, opened when somebody first logs or reads. Thread-safe. */
final class Logs implements AutoCloseable {
    private final Store store;
    private final long bytesMax;
    private final Clock clock;
    private final RandomGenerator random;
    private LogStore opened;

    /**
     * @param bytesMax from which size on the oldest events are deleted
     */
    Logs(Store store, long bytesMax, Clock clock, RandomGenerator random) {
        this.store = store;
        this.bytesMax = bytesMax;
        this.clock = clock;
        this.random = random;
    }

    /** The log groups of all accounts and regions. */
    synchronized LogStore store() {
        if (opened == null) {
            opened = new LogStore(store, bytesMax, clock, random);
        }
        return opened;
    }

    /** The service before them. */
    Service service(Authorizer authorizer) {
        return LogsService.open(store(), clock, authorizer);
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
