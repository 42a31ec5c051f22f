package stator.iam.directory;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import stator.iam.entity.Document;
import stator.identity.account.IdentityStore;

/** Keeps documents, and counts the changes. */
final class Keeper {
    private final IdentityStore records;
    private final AtomicLong changes = new AtomicLong();

    Keeper(IdentityStore records) {
        this.records = records;
    }

    /** Shows all documents of a kind, each with its account. */
    void load(String kind, BiConsumer<String, Document> receiver) {
        for (IdentityStore.Entry entry : records.all(kind)) {
            receiver.accept(entry.account(), Document.of(entry.bytes()));
        }
    }

    /** Keeps a document that changes what somebody may do. */
    void put(String kind, String account, String id, Document document) {
        records.put(kind, account, id, document.toBytes());
        changes.incrementAndGet();
    }

    /** Keeps a document that changes nothing for anybody. */
    void note(String kind, String account, String id, Document document) {
        records.put(kind, account, id, document.toBytes());
    }

    void remove(String kind, String account, String id) {
        records.remove(kind, account, id);
        changes.incrementAndGet();
    }

    long changes() {
        return changes.get();
    }
}
