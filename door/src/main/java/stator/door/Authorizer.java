package stator.door;

import java.util.List;
import stator.identity.Principal;

/** Decides what a caller may do. Thread-safe. */
@FunctionalInterface
public interface Authorizer {
    /** Everybody may do everything. */
    Authorizer PERMISSIVE = (request, principal, accesses) -> Verdict.ALLOWED;

    /** Whether a caller may do all of this. */
    Verdict judge(Request request, Principal principal, List<Access> accesses);

    /**
     * Whether a caller may do something.
     *
     * @param isDenied whether it must not be done
     * @param message why it may not, in AWS's words; if it is not denied, why stricter rules would
     *     deny it, or empty
     */
    record Verdict(boolean isDenied, String message) {
        /** It may. */
        public static final Verdict ALLOWED = new Verdict(false, "");

        /** It may not. */
        public static Verdict denied(String message) {
            return new Verdict(true, message);
        }

        /** It may, but would not by stricter rules. */
        public static Verdict warned(String message) {
            return new Verdict(false, message);
        }
    }
}
