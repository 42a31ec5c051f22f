package stator.door;

import java.util.function.Supplier;

/**
 * What the door knows of a service before anybody has asked for it. Nothing of the service itself
 * is loaded or started until its first request.
 *
 * @param name in signatures, metrics and logs
 * @param form of its errors
 * @param signed whether its callers must sign
 * @param opener makes the service, once
 */
public record Nameplate(
        String name, Marks marks, ErrorForm form, boolean signed, Supplier<Service> opener) {
    public Nameplate {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A service without a name.");
        }
    }

    /** A service whose callers sign by its name. */
    public static Nameplate of(String name, Marks marks, ErrorForm form, Supplier<Service> opener) {
        return new Nameplate(name, marks.scope(name), form, true, opener);
    }

    /** The same for a service that answers everybody. */
    public Nameplate unsigned() {
        return new Nameplate(name, marks, form, false, opener);
    }
}
