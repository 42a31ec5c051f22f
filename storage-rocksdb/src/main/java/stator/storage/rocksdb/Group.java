package stator.storage.rocksdb;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import stator.storage.StoreException;

/**
 * Changes of several callers that become durable with one write. {@link GroupCommit} fills it,
 * writes it and ends it; callers wait for its end.
 */
final class Group {
    /** Groups are written in the order of their numbers. */
    final long number;

    /** Added to under the lock of {@link GroupCommit}; read by the committer after that. */
    final List<GroupEntry> entries = new ArrayList<>();

    private final CountDownLatch ended = new CountDownLatch(1);

    /** Why nothing was applied, or null. Written before the end. */
    private StoreException failure;

    Group(long number) {
        assert number >= 0 : "group " + number;
        this.number = number;
    }

    void end() {
        assert ended.getCount() > 0 : "group " + number + " ends twice";
        ended.countDown();
    }

    void fail(StoreException cause) {
        assert ended.getCount() > 0 : "group " + number + " ends twice";
        failure = cause;
        ended.countDown();
    }

    /** Waits until what the caller put into this group is durable. */
    void awaitWritten() {
        await();
        if (failure instanceof StoreException.OutcomeUnknown) {
            throw new StoreException.OutcomeUnknown(failure.getMessage(), failure);
        }
        requireNotFailed();
    }

    /** Waits until what the caller was shown of this group is durable; it wrote nothing itself. */
    void awaitShown() {
        await();
        requireNotFailed();
    }

    private void requireNotFailed() {
        if (failure != null) {
            throw new StoreException.Unavailable(failure.getMessage(), failure);
        }
    }

    private void await() {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                // The write cannot be taken back, so that its outcome has to be waited for.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
