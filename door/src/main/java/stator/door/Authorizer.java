package stator.door;

import java.util.List;
import java.util.Optional;
import stator.identity.Principal;

/** Decides what a caller may do. Thread-safe. */
@FunctionalInterface
public interface Authorizer {
    /** Everybody may do everything. */
    Authorizer PERMISSIVE = (principal, accesses) -> Optional.empty();

    /** Why a caller may not do all of this, in AWS's words; empty if it may. */
    Optional<String> denial(Principal principal, List<Access> accesses);
}
