package stator.database.item;

import java.util.List;
import java.util.Optional;
import stator.model.Item;

/** How a write ended. */
public sealed interface WriteOutcome {
    /** The item that was there. */
    Optional<Item> before();

    /**
     * Done and durable.
     *
     * @param after the item that is there now
     * @param indexChanges the index entries that this changed; indexes not named did not change
     */
    record Applied(Optional<Item> before, Optional<Item> after, List<IndexChange> indexChanges)
            implements WriteOutcome {}

    /** The write said {@link WriteDecision.Reject}; nothing changed. */
    record Rejected(Optional<Item> before) implements WriteOutcome {}
}
