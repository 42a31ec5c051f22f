package stator.database.item;

/** On whose behalf an item is written; its change record says so. */
public sealed interface WriteCause {
    /** A client's. */
    WriteCause USER = new User();

    /** A client asked for it. */
    record User() implements WriteCause {}

    /** The item's time to live is over. */
    record TimeToLive() implements WriteCause {}

    /**
     * The item was written in another region of a global table.
     *
     * @param region from where it was brought
     */
    record Replication(String region) implements WriteCause {}
}
