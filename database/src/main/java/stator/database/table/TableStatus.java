package stator.database.table;

/** The states of a table or global secondary index that the API shows. */
public enum TableStatus {
    /** Made, and not yet usable. */
    CREATING,
    /** Usable while settings change. */
    UPDATING,
    /** On its way out. */
    DELETING,
    /** Usable. */
    ACTIVE
}
