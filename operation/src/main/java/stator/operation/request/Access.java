package stator.operation.request;

/** What an operation does to items. */
public enum Access {
    /** Reads them, at the cost of read capacity. */
    READ,
    /** Writes them, at the cost of write capacity. */
    WRITE,
    /** Either, as its PartiQL statements say. */
    STATEMENT,
    /** Neither: it is about tables and what belongs to them. */
    CONTROL
}
