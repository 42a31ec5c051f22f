package stator.door;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import stator.door.audit.CallView;
import stator.door.audit.PlainView;

/**
 * What the door knows of a service before anybody has asked for it. Nothing of the service itself
 * is loaded or started until its first request.
 *
 * @param name in signatures, metrics and logs
 * @param form of its errors
 * @param signed whether its callers must sign
 * @param streaming whether it reads bodies while they arrive, which may then be of any length; else
 *     it gets them as a whole, up to the limit of the server
 * @param pages what becomes of requests of web pages of elsewhere
 * @param view what of its calls stands in the audit log
 * @param opener makes the service, once
 */
public record Nameplate(
        String name,
        Marks marks,
        ErrorForm form,
        boolean signed,
        boolean streaming,
        Pages pages,
        CallView view,
        Supplier<Service> opener) {
    /** Of services none of whose calls are about items or objects. */
    private static final CallView PLAIN = new PlainView(Set.of(), Set.of());

    /** Of services all of whose calls are data. */
    private static final CallView DATA =
            call -> new CallView.Seen(Map.of(), false, true, List.of(), "");

    /** What becomes of requests of web pages of elsewhere. */
    public enum Pages {
        /** The door keeps them out, but for those that were allowed when the server was started. */
        KEPT_OUT,
        /** The door asks the service whether it lets a page in ({@link Service#admits}). */
        ASKED,
        /** All come in: the service looks at origins itself. */
        LET_IN
    }

    public Nameplate {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("A service without a name.");
        }
    }

    /** A service whose callers sign by its name. */
    public static Nameplate of(String name, Marks marks, ErrorForm form, Supplier<Service> opener) {
        return new Nameplate(
                name, marks.scope(name), form, true, false, Pages.KEPT_OUT, PLAIN, opener);
    }

    /**
     * The same name before the same service somewhere else, where it is looked at who calls.
     *
     * @param other brings requests there
     */
    public Nameplate elsewhere(Service other) {
        return new Nameplate(name, marks, form, false, streaming, pages, view, () -> other);
    }

    /** The same for a service that answers everybody. */
    public Nameplate unsigned() {
        return new Nameplate(name, marks, form, false, streaming, pages, view, opener);
    }

    /**
     * A service that everybody may call, pages of any origin included. It finds out itself who
     * calls, and no signature is taken for one of its. What is sent to it is data.
     */
    public static Nameplate published(
            String name, Marks marks, ErrorForm form, Supplier<Service> opener) {
        return new Nameplate(name, marks, form, false, false, Pages.LET_IN, DATA, opener);
    }

    /** The same for a service that lets in web pages of elsewhere by rules of its own. */
    public Nameplate admitsPages() {
        return new Nameplate(name, marks, form, signed, streaming, Pages.ASKED, view, opener);
    }

    boolean forPages() {
        return pages == Pages.LET_IN;
    }

    /** The same for a service that reads bodies while they arrive. */
    public Nameplate streams() {
        return new Nameplate(name, marks, form, signed, true, pages, view, opener);
    }

    /** The same for a service whose calls are audited as it says. */
    public Nameplate audited(CallView other) {
        return new Nameplate(name, marks, form, signed, streaming, pages, other, opener);
    }
}
