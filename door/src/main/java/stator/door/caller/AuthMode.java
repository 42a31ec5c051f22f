package stator.door.caller;

/** How strictly callers are looked at. */
public enum AuthMode {
    /** Everybody may do everything, with any credentials. */
    OFF,
    /** Everything is answered; what would be refused is told. */
    WARN,
    /** Nobody gets in who does not belong. */
    ENFORCE
}
