package stator.database.expiry;

import java.util.Optional;
import java.util.OptionalLong;
import stator.database.catalog.Follower;
import stator.database.catalog.ItemChanged;
import stator.model.Item;
import stator.storage.WriteBatch;

/** Keeps the expiry index of a table, and lowers the table's alarm after each commit. */
public final class ExpiryFollower implements Follower {
    private final ExpiryIndex index;
    private final ExpiryAlarms alarms;

    ExpiryFollower(ExpiryIndex index, ExpiryAlarms alarms) {
        this.index = index;
        this.alarms = alarms;
    }

    /** The items by when they expire. */
    public ExpiryIndex index() {
        return index;
    }

    @Override
    public void follow(ItemChanged change, WriteBatch batch) {
        OptionalLong before = expiry(change.before());
        OptionalLong after = expiry(change.after());
        if (before.equals(after)) {
            return;
        }
        before.ifPresent(seconds ->
                batch.deleteDerived(index.entryKey(change.key(), seconds), change.version()));
        after.ifPresent(seconds ->
                batch.putDerived(
                        index.entryKey(change.key(), seconds),
                        index.entry(change.key(), change.version())));
    }

    @Override
    public void committed(ItemChanged change) {
        expiry(change.after()).ifPresent(seconds -> alarms.of(index).lower(seconds));
    }

    private OptionalLong expiry(Optional<Item> item) {
        return item.isPresent() ? index.expiry(item.get()) : OptionalLong.empty();
    }
}
