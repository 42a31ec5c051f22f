package stator.identity.account;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Where identities are kept: bytes by a kind, a word that their owner chooses, by an account and by
 * an id. What its owner is told was put or removed, is so after a restart, too. Thread-safe.
 */
public interface IdentityStore {
    /** What is kept under an id. */
    record Entry(String account, String id, byte[] bytes) {}

    /** All of a kind, of all accounts. */
    List<Entry> all(String kind);

    /** Keeps bytes in the place of those of that id, if there are some. */
    void put(String kind, String account, String id, byte[] bytes);

    /** Removes the bytes of that id, if there are some. */
    void remove(String kind, String account, String id);

    /** Records that are gone with the process. */
    static IdentityStore inMemory() {
        ConcurrentSkipListMap<String, Entry> entries = new ConcurrentSkipListMap<>();
        return new IdentityStore() {
            @Override
            public List<Entry> all(String kind) {
                return new ArrayList<>(entries.subMap(kind + "\0", kind + "\1").values());
            }

            @Override
            public void put(String kind, String account, String id, byte[] bytes) {
                entries.put(key(kind, account, id), new Entry(account, id, bytes.clone()));
            }

            @Override
            public void remove(String kind, String account, String id) {
                entries.remove(key(kind, account, id));
            }

            private static String key(String kind, String account, String id) {
                return kind + "\0" + account + "\0" + id;
            }
        };
    }
}
