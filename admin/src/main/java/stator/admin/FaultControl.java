package stator.admin;

/** What is to go wrong on purpose, as JSON; whoever has the faults knows the form. */
public interface FaultControl {
    /** The faults, each with how often it struck. */
    String describe();

    /**
     * Puts others in the place of all faults there are.
     *
     * @throws IllegalArgumentException if that cannot be understood, with what to do about it
     */
    void replace(String json);

    /** Lets nothing go wrong any more. */
    void clear();
}
