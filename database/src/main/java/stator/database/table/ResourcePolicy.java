package stator.database.table;

/**
 * A resource-based policy.
 *
 * @param document the policy's JSON as given; empty for no policy
 * @param revision its revision id
 */
public record ResourcePolicy(String document, String revision) {
    /** No policy. */
    public static final ResourcePolicy NONE = new ResourcePolicy("", "");

    public ResourcePolicy {
        assert document.isEmpty() || !revision.isEmpty() : "A policy without a revision";
    }
}
