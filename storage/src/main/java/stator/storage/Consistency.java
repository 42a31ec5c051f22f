package stator.storage;

/** How fresh a read must be. */
public enum Consistency {
    /** Sees every write that was acknowledged before the read began. */
    STRONG,
    /**
     * May miss the newest writes, where that is cheaper. Embedded engines answer as for {@link
     * #STRONG}.
     */
    EVENTUAL
}
