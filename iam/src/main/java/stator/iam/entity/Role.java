package stator.iam.entity;

import java.util.List;

/**
 * What somebody else can be for a while.
 *
 * @param trust the text of the policy that says who
 * @param description empty if there is none
 * @param sessionSecondsMax how long at most
 */
public record Role(
        Label label, Holding holding, String trust, String description, int sessionSecondsMax)
        implements Identity {
    /** How long a session lasts at most if nobody says otherwise. */
    public static final int SESSION_SECONDS = 3600;

    @Override
    public EntityType type() {
        return EntityType.ROLE;
    }

    @Override
    public Role with(Holding other) {
        return new Role(label, other, trust, description, sessionSecondsMax);
    }

    @Override
    public Role withTags(List<Tag> other) {
        return new Role(label.withTags(other), holding, trust, description, sessionSecondsMax);
    }

    /** The same role that others may assume. */
    public Role trusting(String other) {
        return new Role(label, holding, other, description, sessionSecondsMax);
    }

    /** The same role, described in other words. */
    public Role described(String other, int seconds) {
        return new Role(label, holding, trust, other, seconds);
    }

    @Override
    public Document document() {
        return holding.into(label.document())
                .put("Trust", trust)
                .put("Description", description)
                .put("SessionSeconds", sessionSecondsMax);
    }

    /** The role that a document is. */
    public static Role of(Document document) {
        return new Role(
                Label.of(document),
                Holding.of(document),
                document.text("Trust"),
                document.text("Description"),
                (int) document.number("SessionSeconds"));
    }
}
